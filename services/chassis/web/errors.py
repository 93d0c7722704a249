"""Every error as a page for people and as problem+json for machines, with the trace id on both."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from services.chassis.errors import Problem
from services.chassis.http import problems
from services.chassis.telemetry.trace import current_trace
from services.chassis.web.languages import speak
from services.chassis.web.sent_again import held_out, may_be_sent_again, request_is_a_form


def install(app: Flask) -> None:
    """Register for all errors of `app`; replaces the handlers that answer problem+json only."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, lambda error: answer(problems.from_fault(error)))


def answer(problem: Problem) -> Response:
    """The problem in the form that the caller reads."""
    if not wants_page():
        return problems.respond(problem)
    speak()
    sent = held_out() if may_be_sent_again(problem) else []
    page = make_response(
        render_template("web/error.html", problem=problem, trace=current_trace(), sent=sent, before=_page_before())
    )
    page.status_code = problem.type.status
    page.headers.update(dict(problem.headers))
    return page


def _page_before() -> str:
    """The page on which the button or form was that led here; "" where it was this one, or none of ours."""
    before = urlsplit(request.referrer or "") if request_is_a_form() else None
    if before is None or before.path in ("", request.path):
        return ""
    return "/" + before.path.lstrip("/") + (f"?{before.query}" if before.query else "")


def wants_page() -> bool:
    """Whether a person with a browser asks: not below /api/, and HTML is liked at least as much as JSON."""
    accepted = request.accept_mimetypes
    best = accepted.best_match(["text/html", "application/problem+json", "application/json"], default="text/html")
    return not request.path.startswith("/api/") and best == "text/html"


def _http_error(error: HTTPException) -> Response | HTTPException:
    if (error.code or 500) < 400:
        return error
    return answer(problems.from_http(error))
