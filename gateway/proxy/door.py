"""The door: every request comes in here, before any framework. Who asks, whether they may now, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import structlog
from werkzeug.exceptions import MethodNotAllowed

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
from gateway.proxy.visit import METHODS, Environ, Visit
from gateway.settings import GatewaySettings
from services.chassis.config import Settings
from services.chassis.errors import Forbidden, Problem, Unauthenticated
from services.chassis.http import problems
from services.chassis.http.passport import HEADER, Verifier
from services.chassis.i18n import _, negotiate, use_language
from services.chassis.telemetry.trace import current_trace, tracing

log = structlog.get_logger()

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

PROBLEM: Final = "gateway.problem"
"""Where the gateway's own application finds a problem that it is to show as a page."""
ADDRESS: Final = "gateway.address"
"""Where it finds the address of the caller."""
_PROBES: Final = frozenset({"/healthz", "/readyz"})
_ASSETS: Final = "/static/"


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
        visit = Visit.of(environ, address_of(environ, self.own.trusted_proxies))
        start = self._guarding(visit, start_response)
        if visit.path in _PROBES or visit.path.startswith(_ASSETS):
            return self.inner(environ, start)
        spoken = negotiate(environ.get("HTTP_ACCEPT_LANGUAGE", ""), visit.language)
        with tracing(environ.get("HTTP_TRACEPARENT")) as traceparent, use_language(spoken):
            environ["HTTP_TRACEPARENT"] = traceparent
            visit.headers.append(("Trace-Id", traceparent[3:35]))
            try:
                return self._admit(visit, start)
            except Problem as problem:
                return self._refuse(visit, problem, start)
            except Exception as error:
                return self._refuse(visit, problems.from_fault(error), start)

    def _admit(self, visit: Visit, start: StartResponse) -> Iterable[bytes]:
        """Let in who may come in now, and bring them to who answers."""
        if visit.from_program and self.https and visit.environ.get("wsgi.url_scheme") == "http":
            raise Forbidden(_("This address is answered over HTTPS only."))
        if visit.method not in METHODS:
            raise problems.from_http(MethodNotAllowed(sorted(METHODS)))
        presented = visit.environ.pop("HTTP_PASSPORT", None)
        if visit.is_ours and presented is not None and self._is_of_a_service(presented):
            visit.environ["HTTP_PASSPORT"] = presented
            return self.inner(visit.environ, start)
        visit.caller = self._caller(visit)
        self._spend(visit)
        cross_site.check(visit.environ, self.settings.public_url, with_session=visit.caller.by == "session")
        passport = self.passports.for_service(visit.caller.actor, visit.service)
        if not visit.is_ours:
            return self._forward(visit, passport, start)
        visit.environ["HTTP_PASSPORT"], visit.environ[ADDRESS] = passport, visit.address
        return self.inner(visit.environ, start)

    def _caller(self, visit: Visit) -> Caller:
        """Who asks; a token that is not good counts against the address, so that tokens cannot be tried for nothing."""
        try:
            return self.who.asks(visit.environ, self._session(visit.environ), visit.language)
        except Unauthenticated:
            self.limits.spend("address", visit.address)
            raise

    def _forward(self, visit: Visit, passport: str, start: StartResponse) -> Iterable[bytes]:
        """Ask the service, and pass its answer on."""
        headers = passing.to_service(visit.environ, self.session_cookie)
        headers |= {HEADER: passport, "traceparent": visit.environ["HTTP_TRACEPARENT"]}
        body = body_of(visit.environ, self.own.largest_body)
        if body.length is not None:
            headers["content-length"] = str(body.length)
        answer = self.upstreams[visit.service].ask(visit.method, target_of(visit.environ), headers, body)
        visit.observe(int(answer.status[:3]))
        start(answer.status, passing.to_client(answer.headers, self.session_cookie))
        return answer.body

    def _refuse(self, visit: Visit, problem: Problem, start: StartResponse) -> Iterable[bytes]:
        """The problem as problem+json, or as a page where a person reads."""
        visit.environ.pop("HTTP_PASSPORT", None)
        if visit.wants_page:
            visit.environ[PROBLEM] = problem
            return self.inner(visit.environ, start)
        status = problem.type.status
        log.info("refused", problem=problem.slug, status=status, service=visit.service, ms=visit.observe(status),
                 trace=current_trace())  # fmt: skip
        return problems.respond(problem)(visit.environ, start)

    def _spend(self, visit: Visit) -> None:
        """Count the request against the limit of who asks; what anybody may send counts against a closer one too."""
        actor, by = visit.caller.actor, visit.caller.by
        name = {"token": "client", "session": "person", "nothing": "address"}[by]
        allowance = self.limits.spend(name, actor.id if visit.known else visit.address)
        if not visit.known and visit.method not in cross_site.SAFE_METHODS:
            allowance = self.limits.spend("token" if visit.path == "/oauth/token" else "public_post", visit.address)
        visit.headers += allowance.headers()

    def _guarding(self, visit: Visit, start_response: StartResponse) -> StartResponse:
        """`start_response` that adds what every answer says."""

        def start(status: str, headers: Headers, *rest: Any) -> Any:
            besides, if_missing = visit.said_besides(), visit.said_if_missing(status)
            said = guarded(headers, besides, if_missing, https=self.https, unchanged=status.startswith("304"))
            return start_response(status, said, *rest)

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
