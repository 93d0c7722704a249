"""The one blueprint that every staff journey adds its addresses to: /<language>/staff/... Only for who is signed in."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from services.chassis.actor import Actor
from services.chassis.errors import Unauthenticated
from services.chassis.i18n import current_language
from services.chassis.web import sent_again

staff = Blueprint("staff", __name__, url_prefix="/<language:lang>/staff")


def who() -> Actor:
    """The person who asks."""
    actor: Actor = g.actor
    return actor


def now() -> datetime:
    """The present instant, by the clock of the service."""
    told: datetime = current_app.extensions["edge"].clock.now()
    return told


@staff.before_request
def _only_signed_in() -> AnyResponse | None:
    """Send who is not signed in to the gateway's page for that, and back here afterwards."""
    if who().kind != "anonymous":
        return None
    if request.method == "GET":
        return redirect(_sign_in(request.full_path.rstrip("?")))
    if not sent_again.request_is_a_form():
        raise Unauthenticated()
    return sent_again.signed_out(_sign_in(f"/{current_language()}/staff/"))


def _sign_in(back: str) -> str:
    return f"/{current_language()}/account/sign-in?{urlencode({'next': back})}"


@staff.after_request
def _keep_private(response: Response) -> Response:
    """No cache may keep what staff see."""
    response.headers["Cache-Control"] = "no-store"
    return response
