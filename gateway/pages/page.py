"""How a journey answers: a page of its own, the plain page of a form, or a page of a few sentences."""

from __future__ import annotations

from typing import Any

from flask import Response

from services.chassis.web import shown
from services.chassis.web.forms import Form

Way = tuple[str, str]
"""An address and what is there."""


def ask(
    title: str,
    form: Form,
    button: str,
    *,
    intro: list[str] | None = None,
    links: list[Way] | None = None,
    back: Way | None = None,
    warning: bool = False,
) -> Response:
    """The page of a form that needs no layout of its own."""
    facts: dict[str, Any] = {"title": title, "button": button, "intro": intro or [], "links": links or []}
    return shown("account/form.html", form=form, back=back, warning=warning, **facts)


def tell(title: str, sentences: list[str], *, links: list[Way] | None = None) -> Response:
    """A page that says something and leads on."""
    return shown("account/told.html", title=title, sentences=sentences, links=links or [])
