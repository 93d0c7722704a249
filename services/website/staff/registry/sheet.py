"""The organisations of a filtered list as a spreadsheet file (CSV). Nothing in a cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from flask import Response

from services.chassis.formats import country_name, language_name
from services.chassis.i18n import N_, _
from services.chassis.web.filters import in_language
from services.website.staff.cities import city_name
from services.website.staff.words import word

HEADINGS = (
    N_("Name"), N_("Kind"), N_("Country"), N_("City"), N_("Seat"), N_("Description"), N_("Policy areas"),
    N_("Languages"), N_("Web page"), N_("E-mail address"), N_("Changed on"),
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def organisations_file(organisations: Iterable[dict[str, Any]]) -> Response:
    """The file, in the reader's language; UTF-8 with a byte order mark, for spreadsheets."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_(heading) for heading in HEADINGS)
    writer.writerows([harmless(cell) for cell in _cells(one)] for one in organisations)
    headers = {"Content-Disposition": 'attachment; filename="organisations.csv"'}
    return Response(b"\xef\xbb\xbf" + file.getvalue().encode(), mimetype="text/csv", headers=headers)


def _cells(one: dict[str, Any]) -> tuple[str | None, ...]:
    return (
        one["name"],
        word("kind", one["kind"]),
        country_name(one["country"]),
        city_name(one["city"]),
        one["seat"],
        in_language(one["description"]),
        ", ".join(word("policy_area", area) for area in one["policy_areas"] or []),
        ", ".join(language_name(tag) for tag in one["languages"] or []),
        one["website"],
        one["email"],
        one["updated_at"][:10],
    )


def harmless(value: str | None) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it."""
    return f"'{value}" if value and value.startswith(_FORMULA) else value or ""
