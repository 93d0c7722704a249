"""The door: every request comes in here, before any framework. Who asks, whether they may now, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from gateway import routing
from gateway.identity.passports import Passports
from gateway.identity.who import Caller, Who
from gateway.limits import Limits
from gateway.protection import cross_site
from gateway.protection.headers import Headers, guarded
from gateway.proxy import headers as passing
from gateway.proxy.body import body_of
from gateway.proxy.caller_address import address_of
from gateway.proxy.target import target_of
from gateway.proxy.upstream import Upstream
from gateway.settings import GatewaySettings
from services.chassis.actor import Actor
from services.chassis.config import Settings
from services.chassis.errors import Forbidden, Problem, Unauthenticated
from services.chassis.http import problems
from services.chassis.http.passport import HEADER, Verifier
from services.chassis.i18n import LANGUAGES, _, negotiate, use_language
from services.chassis.telemetry.trace import tracing

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

PROBLEM: Final = "gateway.problem"
"""Where the gateway's own application finds a problem that it is to show as a page."""
ADDRESS: Final = "gateway.address"
"""Where it finds the address of the caller."""
_PROBES: Final = frozenset({"/healthz", "/readyz"})


@dataclass(slots=True)
class Visit:
    """One request on its way through the door."""

    environ: Environ
    path: str
    language: str | None
    address: str
    headers: Headers = field(default_factory=list)
    caller: Caller = Caller(Actor.anonymous(), "nothing")

    @property
    def api(self) -> bool:
        """Whether a program asks, rather than a person with a browser."""
        return self.path.startswith(("/api/", "/oauth/", "/.well-known/"))


@dataclass(frozen=True)
class Door:
    """The WSGI application in front of all others; `inner` is the gateway's own."""

    inner: Application
    settings: Settings
    own: GatewaySettings
    who: Who
    passports: Passports
    verifier: Verifier
    limits: Limits
    upstreams: dict[str, Upstream]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; whatever goes wrong is a problem in the reader's language."""
        path = environ.get("PATH_INFO") or "/"
        if path in _PROBES:
            return self.inner(environ, self._guarding(Visit(environ, path, None, ""), start_response))
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        visit = Visit(
            environ,
            path,
            first if first in LANGUAGES else None,
            address_of(environ, self.own.trusted_proxies),
        )
        spoken = negotiate(environ.get("HTTP_ACCEPT_LANGUAGE", ""), visit.language)
        with tracing(environ.get("HTTP_TRACEPARENT")) as traceparent, use_language(spoken):
            environ["HTTP_TRACEPARENT"] = traceparent
            visit.headers.append(("Trace-Id", traceparent[3:35]))
            try:
                return self._admit(visit, start_response)
            except Problem as problem:
                return self._refuse(visit, problem, start_response)
            except Exception as error:
                return self._refuse(visit, problems.from_fault(error), start_response)

    def _admit(self, visit: Visit, start_response: StartResponse) -> Iterable[bytes]:
        environ, service = visit.environ, routing.service_for(visit.path)
        if visit.api and self.https and environ.get("wsgi.url_scheme") == "http":
            raise Forbidden(_("This address is answered over HTTPS only."))
        presented = environ.pop("HTTP_PASSPORT", None)
        if service == routing.OWN and presented is not None and self._is_of_a_service(presented):
            environ["HTTP_PASSPORT"] = presented
            return self.inner(environ, self._guarding(visit, start_response))
        visit.caller = self.who.asks(environ, self._session(environ), visit.language)
        cross_site.check(environ, self.settings.public_url, with_session=visit.caller.by == "session")
        self._spend(visit)
        passport = self.passports.for_service(visit.caller.actor, service)
        if service == routing.OWN:
            environ["HTTP_PASSPORT"], environ[ADDRESS] = passport, visit.address
            return self.inner(environ, self._guarding(visit, start_response))
        return self._forward(visit, service, passport, start_response)

    def _forward(self, visit: Visit, service: str, passport: str, start_response: StartResponse) -> Iterable[bytes]:
        headers = passing.to_service(visit.environ, self.session_cookie)
        headers |= {HEADER: passport, "traceparent": visit.environ["HTTP_TRACEPARENT"]}
        body = body_of(visit.environ, self.own.largest_body)
        if body.length is not None:
            headers["content-length"] = str(body.length)
        answer = self.upstreams[service].ask(visit.environ["REQUEST_METHOD"], target_of(visit.environ), headers, body)
        self._guarding(visit, start_response)(answer.status, passing.to_client(answer.headers, self.session_cookie))
        return answer.body

    def _refuse(self, visit: Visit, problem: Problem, start_response: StartResponse) -> Iterable[bytes]:
        """The problem as problem+json, or as a page where a person reads."""
        start = self._guarding(visit, start_response)
        visit.environ.pop("HTTP_PASSPORT", None)
        if not visit.api and "text/html" in visit.environ.get("HTTP_ACCEPT", ""):
            visit.environ[PROBLEM] = problem
            return self.inner(visit.environ, start)
        return problems.respond(problem)(visit.environ, start)

    def _spend(self, visit: Visit) -> None:
        """Count the request against the limit of who asks; what anybody may send counts against a closer one too."""
        actor, by = visit.caller.actor, visit.caller.by
        name = {"token": "client", "session": "person", "nothing": "address"}[by]
        allowance = self.limits.spend(name, visit.address if by == "nothing" else actor.id)
        if by == "nothing" and visit.environ["REQUEST_METHOD"] not in cross_site.SAFE_METHODS:
            allowance = self.limits.spend("token" if visit.path == "/oauth/token" else "public_post", visit.address)
        visit.headers += allowance.headers()

    def _guarding(self, visit: Visit, start_response: StartResponse) -> StartResponse:
        def start(status: str, headers: Headers, *rest: Any) -> Any:
            known = visit.caller.by != "nothing"
            whole = guarded(
                headers, visit.headers, https=self.https, known=known, api=visit.api, refused=status.startswith("401")
            )
            return start_response(status, whole, *rest)

        return start

    def _session(self, environ: Environ) -> str | None:
        """The secret in the session cookie."""
        name = self.session_cookie + "="
        parts = (part.strip() for part in environ.get("HTTP_COOKIE", "").split(";"))
        return next((part[len(name) :] for part in parts if part.startswith(name)), None)

    def _is_of_a_service(self, passport: str) -> bool:
        """Whether one of our services shows its own passport: the way to our feed and datarefs. Others are stripped."""
        try:
            return self.verifier.verify(passport, routing.OWN).kind == "service"
        except Unauthenticated:
            return False

    @property
    def https(self) -> bool:
        """Whether the platform is reached over HTTPS."""
        return self.settings.public_url.startswith("https://")

    @property
    def session_cookie(self) -> str:
        """The name of the cookie that holds the session (ASVS 3.3)."""
        return "__Host-session" if self.https else "session"
