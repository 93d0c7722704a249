"""The door: every request comes in here, before any framework. Who asks, whether they may now, and where it goes.

It runs on the loop that serves and never waits there for the store: what is not remembered is looked up on a thread.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Final

import structlog
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed

from gateway import routing
from gateway.identity.passports import Passports
from gateway.identity.who import Caller, Who, accepted_language
from gateway.limits import Limits
from gateway.protection import cross_site
from gateway.protection.headers import guarded
from gateway.proxy import headers as passing
from gateway.proxy.body import SMALL, Bodies, whole
from gateway.proxy.caller_address import address_of
from gateway.proxy.upstream import Upstream
from gateway.proxy.visit import METHODS, Visit
from gateway.server import wsgi
from gateway.server.messages import Answer, Headers, Request
from gateway.server.threads import Threads
from gateway.server.watch import Watch
from gateway.settings import GatewaySettings
from services.chassis.config import Settings
from services.chassis.errors import BadRequest, Forbidden, Problem, TooLarge, Unauthenticated
from services.chassis.http import problems
from services.chassis.http.json import dump
from services.chassis.http.passport import HEADER, Verifier
from services.chassis.i18n import _, use_language
from services.chassis.telemetry.trace import current_trace, tracing
from services.chassis.web.sent_again import PASSING

log = structlog.get_logger()

PROBLEM: Final = "gateway.problem"
"""Where the gateway's own application finds a problem that it is to show as a page."""
ADDRESS: Final = "gateway.address"
"""Where it finds the address of the caller."""
_PROBES: Final = frozenset({"/healthz", "/readyz"})
_ASKED_BY_THE_WEBSITE: Final = frozenset(
    {("POST", "/api/v1/gateway/held-about"), ("GET", "/api/v1/gateway/clients"), ("GET", "/api/v1/gateway/processing")}
)
"""What the website asks for who is signed in there; all else about accounts is asked by themselves."""
_LARGEST_OWN_BODY: Final = 1024 * 1024
"""Of what is sent to the gateway itself, which holds it whole."""
_LOOKING_UP: Final = 8
"""Threads that look callers up."""
_BESIDES: Final = 4
"""Threads that write long bodies to files and answer probes, also while the store lets all look-ups wait."""


@dataclass
class Door:
    """The application in front of all others; `own_app` is the gateway's own, `assets` what it answers from files."""

    own_app: Flask
    assets: Container[str]
    settings: Settings
    own: GatewaySettings
    who: Who
    passports: Passports
    verifier: Verifier
    limits: Limits
    upstreams: dict[str, Upstream]
    watch: Watch = field(default_factory=Watch)

    def start(self, threads: int) -> None:
        """Be asked from now on, on the running loop; the gateway's own pages have `threads` threads."""
        self._pages, self._looking_up = Threads("pages", threads), Threads("looking-up", _LOOKING_UP)
        self._besides = Threads("besides", _BESIDES)
        self._bodies = Bodies(self.own.largest_body, self._besides)
        self.watch.start()
        for upstream in self.upstreams.values():
            upstream.start(self.watch, self._besides)

    def stop(self) -> None:
        """Close what is kept."""
        self.watch.stop()
        for upstream in self.upstreams.values():
            upstream.stop()
        for threads in (self._pages, self._looking_up, self._besides):
            threads.stop()

    async def __call__(self, request: Request) -> Answer:
        """Answer one request; whatever goes wrong is a problem in the reader's language."""
        visit = Visit.of(request, address_of(request, self.own.trusted_proxies))
        if visit.path in self.assets:
            return self._guarded(visit, wsgi.ask(self.own_app.wsgi_app, wsgi.environ_of(request, request.headers, b"")))
        spoken = accepted_language(request.headers.get("accept-language", ""), visit.language)
        with tracing(request.headers.get("traceparent")) as traceparent, use_language(spoken):
            request.headers["traceparent"] = traceparent
            visit.headers.append(("Trace-Id", traceparent[3:35]))
            try:
                answer = await (self._probe(visit) if visit.path in _PROBES else self._admit(visit))
            except Problem as problem:
                answer = await self._refuse(visit, problem)
            except Exception as error:
                answer = await self._refuse(visit, problems.from_fault(error))
            return self._guarded(visit, answer)

    async def _admit(self, visit: Visit) -> Answer:
        """Let in who may come in now, and bring them to who answers."""
        request = visit.request
        if self.https and visit.from_program and request.scheme == "http":
            raise Forbidden(_("This address is answered over HTTPS only."))
        if visit.method not in METHODS:
            raise problems.from_http(MethodNotAllowed(sorted(METHODS)))
        presented = request.headers.pop("passport", None)
        if visit.is_ours and presented is not None and self._is_ours(presented, visit):
            return await self._own(visit, passport=presented)
        visit.caller = await self._caller(visit)
        self._spend(visit)
        with_session = visit.caller.by == "session"
        cross_site.check(visit.method, request.headers, self.settings.public_url, with_session=with_session)
        passport = self.passports.for_service(visit.caller.actor, visit.service)
        return await (self._own(visit, passport) if visit.is_ours else self._forward(visit, passport))

    async def _caller(self, visit: Visit) -> Caller:
        """Who asks; a token that is not good counts against the address, so that tokens cannot be tried for nothing."""
        headers = visit.request.headers
        try:
            return await self.who.asks(headers, self._session(headers), visit.language, self._looking_up)
        except Unauthenticated:
            self.limits.spend("address", visit.address)
            raise

    async def _forward(self, visit: Visit, passport: str) -> Answer:
        """Ask the service, and pass its answer on."""
        request = visit.request
        headers = passing.to_service(request.headers, self.session_cookie)
        headers[HEADER], headers["traceparent"] = passport, request.headers["traceparent"]
        visit.sent = b""
        body = await self._bodies.take(request)
        visit.sent = body.content if isinstance(body.content, bytes) else b""
        try:
            reply = await self.upstreams[visit.service].ask(visit.method, request.target, headers, body)
        finally:
            body.close()
        visit.observe(reply.status)
        return Answer(reply.status, passing.to_client(reply.headers, self.session_cookie), reply.body, reply.length)

    async def _own(self, visit: Visit, passport: str) -> Answer:
        """Ask the gateway's own application."""
        body = await whole(visit.request.body, _LARGEST_OWN_BODY)
        if len(body) > _LARGEST_OWN_BODY:
            raise TooLarge()
        visit.sent = body
        environ = wsgi.environ_of(visit.request, visit.request.headers, body)
        environ["HTTP_PASSPORT"], environ[ADDRESS] = passport, visit.address
        return await self._pages.run(partial(wsgi.ask, self.own_app.wsgi_app, environ))

    async def _probe(self, visit: Visit) -> Answer:
        """Whether we live and are ready: asked past the pages, which may be crowded."""
        environ = wsgi.environ_of(visit.request, visit.request.headers, b"")
        return await self._besides.run(partial(wsgi.ask, self.own_app.wsgi_app, environ))

    async def _refuse(self, visit: Visit, problem: Problem) -> Answer:
        """The problem as problem+json, or as a page where a person reads."""
        visit.request.headers.pop("passport", None)
        if visit.wants_page:
            sent = await self._sent(visit) if problem.type.status in PASSING else b""
            environ = wsgi.environ_of(visit.request, visit.request.headers, sent)
            environ[PROBLEM] = problem
            try:
                return await self._pages.run(partial(wsgi.ask, self.own_app.wsgi_app, environ))
            except Exception as error:
                log.warning("page.failed", fault=type(error).__name__)
        status = problem.type.status
        log.info("refused", problem=problem.slug, status=status, service=visit.service, ms=visit.observe(status),
                 trace=current_trace())  # fmt: skip
        body = dump(problems.body_of(problem))
        headers: Headers = [("Content-Type", problems.MEDIA_TYPE), *problem.headers.items()]
        return Answer(status, headers, body, len(body))

    async def _sent(self, visit: Visit) -> bytes:
        """What a form said, for the page of a problem to hold out; nothing where it is long or broke off."""
        if visit.sent is None:
            try:
                visit.sent = await whole(visit.request.body, SMALL)
            except BadRequest:
                visit.sent = b""
        return visit.sent if len(visit.sent) <= SMALL else b""

    def _spend(self, visit: Visit) -> None:
        """Count the request against the limit of who asks; what anybody may send counts against a closer one too."""
        actor, by = visit.caller.actor, visit.caller.by
        name = {"token": "client", "session": "person", "nothing": "address"}[by]
        allowance = self.limits.spend(name, actor.id if visit.known else visit.address)
        if not visit.known and visit.method not in cross_site.SAFE_METHODS:
            allowance = self.limits.spend("token" if visit.path == "/oauth/token" else "public_post", visit.address)
        visit.headers += allowance.headers()

    def _guarded(self, visit: Visit, answer: Answer) -> Answer:
        """The answer with what every answer says."""
        besides, if_missing = visit.said_besides(), visit.said_if_missing(answer.status)
        answer.headers = guarded(answer.headers, besides, if_missing, https=self.https, unchanged=answer.status == 304)
        return answer

    def _session(self, headers: dict[str, str]) -> str | None:
        """The secret in the session cookie."""
        cookies = headers.get("cookie")
        if cookies is None:
            return None
        name = self.session_cookie + "="
        parts = (part.strip() for part in cookies.split(";"))
        return next((part[len(name) :] for part in parts if part.startswith(name)), None)

    def _is_ours(self, passport: str, visit: Visit) -> bool:
        """Whether one of our services shows its own passport, the way to our feed and datarefs, or the website that of
        who is signed in there, to what it asks. Others are stripped.
        """
        try:
            kind = self.verifier.verify(passport, routing.OWN).kind
        except Unauthenticated:
            return False
        return kind == "service" or (visit.method, visit.path) in _ASKED_BY_THE_WEBSITE

    @cached_property
    def https(self) -> bool:
        """Whether the platform is reached over HTTPS."""
        return self.settings.public_url.startswith("https://")

    @cached_property
    def session_cookie(self) -> str:
        """The name of the cookie that holds the session (ASVS 3.3)."""
        return "__Host-session" if self.https else "session"
