"""What a form said that cannot be taken just now: held out on the page that says why, to be sent again."""

from __future__ import annotations

from typing import Final

from flask import Response, make_response, render_template, request

from services.chassis.errors import Problem

PASSING: Final = frozenset({429, 500, 503})
"""What may be over in a moment."""


def may_be_sent_again(problem: Problem) -> bool:
    """Whether what met `problem` may go through a moment later."""
    return request_is_a_form() and problem.type.status in PASSING


def request_is_a_form() -> bool:
    """Whether a page of ours sent this. What a stranger's page sends is never held out: it must not plant anything."""
    return request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "same-origin"


def held_out() -> list[tuple[str, str]]:
    """The names and values that were sent, in their order; without files, and without passwords: no page shows one."""
    return [(name, value) for name, value in request.form.items(multi=True) if "password" not in name]


def signed_out(sign_in: str) -> Response:
    """The page for who sent a form after their session had ended: they sign in at `sign_in`, and send it again."""
    page = make_response(render_template("web/signed_out.html", sent=held_out(), sign_in=sign_in))
    page.status_code = 401
    return page
