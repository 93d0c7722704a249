"""The website: what it keeps of the others' events, and its two kinds of pages."""

from pathlib import Path

from flask import Flask

from services.chassis import web
from services.chassis.service import Service
from services.website import staff
from services.website.projections.collections import COLLECTIONS
from services.website.projections.reactions import reactions
from services.website.public import caching
from services.website.public import install as public
from services.website.public.frame import frame

ROOM = Path(__file__).parent


def pages(app: Flask) -> None:
    """Public pages and staff pages."""
    app.config["REHEARSES_FORMS"] = True  # whatever they send goes to an API of ours
    caching.install(app)
    web.install(app, lambda: staff.frame(frame), templates={"public": ROOM / "public", "staff": ROOM / "staff"})
    public.install(app)
    staff.install(app)


service = Service(name="website", collections=COLLECTIONS, reactions=[reactions], pages=pages)

create_app, create_worker = service.create_app, service.create_worker
