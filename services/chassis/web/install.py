"""The one call by which a Flask app gets our pages: templates, language, headers, assets, errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_compress import Compress
from jinja2 import FileSystemLoader, PackageLoader, PrefixLoader

from services.chassis import formats, i18n
from services.chassis.i18n import current_language
from services.chassis.web import columns, confirmations, errors, filters, headers, languages, lists, statics
from services.chassis.web.frame import Frame, languages_of_page

_FORMATS = (
    "format_date", "format_time", "format_datetime", "format_period", "format_month", "format_number", "format_money",
    "format_percent", "weekday_names", "country_name", "language_name",
)  # fmt: skip


def install(app: Flask, frame: Callable[[], Frame], templates: Mapping[str, Path]) -> None:
    """Equip `app`: `frame` says what stands around a page, `templates` maps a prefix to a folder.

    With `templates={"staff": Path(...)}` the file `home.html` of that folder is "staff/home.html".
    Call it after the handlers of the service's own edge, so that its errors become pages too.
    """
    _install_templates(app, frame, templates)
    languages.install(app)
    app.before_request(languages.speak)
    headers.install(app)
    confirmations.install(app)
    errors.install(app)
    app.config.setdefault("COMPRESS_MIN_SIZE", 500)
    Compress(app)
    statics.install(app)


def _install_templates(app: Flask, frame: Callable[[], Frame], templates: Mapping[str, Path]) -> None:
    folders = {"web": Path(__file__).parent / "templates" / "web", **templates}
    app.jinja_env.loader = PrefixLoader(
        {prefix: FileSystemLoader(folder) for prefix, folder in folders.items()}
        | {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(_globals())
    app.jinja_env.filters.update(filters.FILTERS)
    app.context_processor(lambda: {"frame": frame(), "lang": current_language()})


def _globals() -> dict[str, Any]:
    return {
        "_": i18n._,
        "n_": i18n.n_,
        "asset": statics.asset,
        "nonce": headers.nonce,
        "confirmed": confirmations.confirmed,
        "languages_of_page": languages_of_page,
        "sort_link": lists.sort_link,
        "page_link": lists.page_link,
        "first_page_link": lists.first_page_link,
        "begin_table": columns.begin_table,
        "begin_row": columns.begin_row,
        "next_column": columns.next_column,
    } | {name: getattr(formats, name) for name in _FORMATS}
