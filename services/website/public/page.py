"""How a journey reads and how it answers: the projections without a person's scope, and a page of the kit."""

from typing import Any

from flask import current_app, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from services.chassis.store import Reader

Answer = Response


def read() -> Reader:
    """A reader of the projections; what is public needs nobody's permission."""
    reader: Reader = current_app.extensions["edge"].reader()
    return reader.as_system()


def show(template: str, title: object, *, status: int = 200, **facts: Any) -> Answer:
    """The page of `template` (below public/), named `title`; `back` is (address, name) of the page above it."""
    answer = make_response(render_template(f"public/{template}", title=str(title), **facts))
    answer.status_code = status
    return answer


def canonical(language: str) -> str:
    """The address of this page in a language, whole and without its query."""
    _slash, _present, rest = [*request.path.split("/", 2), ""][:3]
    return f"{public_url()}/{language}/{rest}"


def whole_address(endpoint: str, **values: Any) -> str:
    """The address of a public page as it is written into feeds and mails, with the platform's own name."""
    return public_url() + url_for(f"public.{endpoint}", **values)


def public_url() -> str:
    """Where the platform is reached from outside, whatever the gateway calls us."""
    return str(current_app.extensions["edge"].settings.public_url)
