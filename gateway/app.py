"""The gateway as one process serves it: the door, its own pages and API behind, everything else beyond it."""

from __future__ import annotations

from flask import request

from gateway import routing
from gateway.documents.endpoints import Documents
from gateway.identity.passports import Passports
from gateway.identity.who import Who
from gateway.limits import Limits
from gateway.oauth.endpoints import Endpoints
from gateway.oauth.keys import TokenKeys
from gateway.oauth.tokens import Tokens
from gateway.pages import install as pages
from gateway.pages.desk import EXTENSION, Desk
from gateway.proxy.door import PROBLEM, Door
from gateway.proxy.upstream import Upstream
from gateway.records import Records
from gateway.service import service
from gateway.settings import GatewaySettings
from services.chassis.clock import Clock, WallClock
from services.chassis.config import Settings
from services.chassis.http.edge import Edge
from services.chassis.http.passport import Verifier
from services.chassis.web import statics


def create_door(
    settings: Settings | None = None, clock: Clock | None = None, own: GatewaySettings | None = None
) -> Door:
    """The whole gateway, for one process: the door, and behind it the Flask application of what is its own."""
    app = service.create_app(settings, clock or WallClock())
    edge: Edge = app.extensions["edge"]
    own = own or GatewaySettings.from_environment()
    records = Records(edge.database, edge.settings, edge.clock)
    keys = TokenKeys(records, own.token_key_signs)
    tokens = Tokens(records, keys, own.access_token_valid)
    app.register_blueprint(Endpoints(records, keys, tokens).blueprint())
    pages.install(app)
    app.before_request(_show_problem_of_the_door)
    limits = Limits(records, own)
    door = Door(
        own_app=app,
        assets=statics.paths(app),
        settings=edge.settings,
        own=own,
        who=Who(records, own, tokens),
        passports=Passports(edge.settings),
        verifier=Verifier(edge.settings.passport_keys),
        limits=limits,
        upstreams={name: _upstream(name, edge.settings, own) for name in routing.SERVICES},
    )
    app.register_blueprint(Documents(records, door.upstreams).blueprint())
    app.extensions[EXTENSION] = Desk(records, limits, own, door)
    return door


def _upstream(name: str, settings: Settings, own: GatewaySettings) -> Upstream:
    if name not in settings.service_urls:
        raise RuntimeError(f"SERVICE_URLS does not say where {name} is")
    return Upstream(name, settings.service_urls[name], own)


def _show_problem_of_the_door() -> None:
    """What went wrong before this application was reached is shown by it, as a page."""
    if PROBLEM in request.environ:
        raise request.environ[PROBLEM]
