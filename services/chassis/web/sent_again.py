"""What a form said that could not be taken just now: held out on the page that says so, to be sent again."""

from __future__ import annotations

from typing import Final

from flask import request

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
