"""What the pages work with, who may see them, and the session cookie. No page and no rule lives here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, ParamSpec

from flask import current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from gateway.identity import sessions
from gateway.identity.secrets import kept_of
from gateway.limits import Limits
from gateway.proxy.door import ADDRESS, Door
from gateway.records import Records
from gateway.settings import GatewaySettings
from services.chassis.actor import Actor
from services.chassis.errors import Forbidden
from services.chassis.i18n import current_language
from services.chassis.store import UnitOfWork
from services.chassis.web import sent_again

EXTENSION: Final = "gateway"
Parameters = ParamSpec("Parameters")
View = Callable[Parameters, Any]


@dataclass(frozen=True)
class Desk:
    """The gateway's parts as its pages need them."""

    records: Records
    limits: Limits
    own: GatewaySettings
    door: Door


def desk() -> Desk:
    """The parts of the application that answers."""
    found: Desk = current_app.extensions[EXTENSION]
    return found


def actor() -> Actor:
    """Who asks."""
    asking: Actor = g.actor
    return asking


def caller_address() -> str:
    """The network address of who asks, as the door found it."""
    return str(request.environ.get(ADDRESS, request.remote_addr))


def for_people(view: View[Parameters]) -> View[Parameters]:
    """A page for who is signed in; anybody else is sent to sign in first."""

    @wraps(view)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Any:
        if actor().kind != "person":
            if sent_again.request_is_a_form():
                return sent_again.signed_out(url_for("account.sign_in"))
            back = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("account.sign_in", next=back), 303)
        return view(*args, **kwargs)

    return guarded


def needing(scope: str) -> Callable[[View[Parameters]], View[Parameters]]:
    """A page for who is signed in and holds `scope`."""

    def decorate(view: View[Parameters]) -> View[Parameters]:
        @for_people
        @wraps(view)
        def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Any:
            if not actor().may(scope):
                raise Forbidden()
            return view(*args, **kwargs)

        return guarded

    return decorate


def wanted_page() -> str:
    """The page in `next` if it is one of this platform, else the staff's first page."""
    wanted = request.args.get("next", "")
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if ours else f"/{current_language()}/staff/"


def session_secret() -> str | None:
    """What is in the session cookie: the secret of a session, or of a sign-in that has only begun."""
    return request.cookies.get(desk().door.session_cookie)


def present_session() -> str | None:
    """The id of the session in the cookie."""
    secret = session_secret()
    return kept_of(secret) if secret else None


def give_session(answer: Response, secret: str) -> Response:
    """Put a new session into the browser; the one it had before is ended, so that nobody can have planted it."""
    former = present_session()
    if former is not None:
        desk().records.write(lambda uow: uow.discard("sessions", former))
    answer.set_cookie(
        desk().door.session_cookie, secret, httponly=True, samesite="Lax", secure=desk().door.https, path="/"
    )
    return answer


def renew_session(uow: UnitOfWork, account: dict[str, Any]) -> str:
    """A new session in this browser, for the account that just proved who it is."""
    return sessions.begin(uow, account, request.user_agent.string, desk().own.session_longest)


def take_session(answer: Response) -> Response:
    """Take the session out of the browser."""
    answer.delete_cookie(desk().door.session_cookie, httponly=True, samesite="Lax", secure=desk().door.https, path="/")
    return answer
