"""How a journey answers: a page of its own, or the plain page of a form, or a redirect that says what was done."""

from __future__ import annotations

from typing import Any

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from services.chassis.web import redirect_with, shown
from services.chassis.web.forms import Form

Answer = AnyResponse
Way = tuple[str, str]
"""The way back: an address and what is there."""


def show(template: str, title: str, *, back: Way | None = None, form: Form | None = None, **facts: Any) -> Response:
    """The page of `template` (below staff/), named `title`."""
    return shown(f"staff/{template}", form=form, title=title, back=back, **facts)


def ask(title: str, form: Form, button: str, *, back: Way, **facts: Any) -> Response:
    """The page of a form that needs no layout of its own: its fields in their order.

    Facts that the page knows: intro (a sentence), points (more of them), caption, warning (a red button), upload (it
    carries a file), history (the address of the object below the registry), traces (what in a text may lead to a
    person).
    """
    return show("form.html", title, back=back, form=form, button=button, **facts)


def done(key: str, address: str) -> Answer:
    """Go on to `address`, where the confirmation of `key` is shown once."""
    return redirect_with(key, address)
