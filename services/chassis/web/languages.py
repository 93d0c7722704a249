"""The language of a page: from its address (/it/...), else from ?lang=, the signed-in person, the browser."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, redirect, request
from werkzeug.routing import BaseConverter

from services.chassis.i18n import LANGUAGES, current_language, negotiate, set_language


class LanguageConverter(BaseConverter):
    """`/<language:lang>/...`: one of the six, so that any other first part is no page of ours."""

    regex = "|".join(LANGUAGES)


def install(app: Flask) -> None:
    """Give `app` the converter `language`, keep `lang` out of its views and put it into every url_for."""
    app.url_map.converters["language"] = LanguageConverter
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_put_language)


def language_of_request() -> str:
    """The language to answer in where the address names none."""
    actor = g.get("actor")
    preferred = request.args.get("lang") or (actor.language if actor and actor.kind == "person" else None)
    return negotiate(request.headers.get("Accept-Language", ""), preferred)


def to_home(path: str = "") -> Response:
    """A redirect from an address without a language to the same one in the reader's."""
    asked = f"?{query}" if (query := request.query_string.decode("ascii", "replace")) and path else ""
    answer = redirect(f"/{language_of_request()}/{path}{asked}")
    answer.headers["Vary"] = "Accept-Language"
    return answer  # type: ignore[return-value]


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.page_language = (values or {}).pop("lang", None) or _first_part()


def _first_part() -> str:
    first = request.path.split("/", 2)[1] if request.path.startswith("/") else ""
    return first if first in LANGUAGES else language_of_request()


def speak() -> None:
    """Set the language of the page; runs before each view, after who asks is known."""
    set_language(g.get("page_language") or language_of_request())


def _put_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and _wants_language(endpoint):
        values["lang"] = current_language()


def _wants_language(endpoint: str) -> bool:
    from flask import current_app

    return current_app.url_map.is_endpoint_expecting(endpoint, "lang")
