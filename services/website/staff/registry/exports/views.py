"""The address of each list as a file: exactly the rows of the filtered list, in its order, as who asks may see them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from flask import Response, request, send_file, stream_with_context, url_for

from services.chassis.i18n import _
from services.website.clients import api
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer
from services.website.staff.registry.exports.columns import COLUMNS
from services.website.staff.registry.exports.files import csv_pieces, json_pieces, xlsx_file

FILTERS: Final = {
    "organisations": (
        "q", "city", "kind", "country", "policy_area", "language", "target_group", "publication", "verification",
        "near", "within",
    ),
    "people": ("q", "role"),
    "services": (
        "q", "city", "theme", "status", "organisation", "target_group", "policy_area", "language", "open_places",
        "near", "within",
    ),
    "stakeholders": ("q", "city", "role_group", "policy_area", "attitude"),
}  # fmt: skip
"""What each list page can be narrowed by: its address and that of its files take the same."""

FORMS: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def files_of(name: str, **asked: Any) -> dict[str, str]:
    """The addresses of the files of the list `name` as it is narrowed now, by their form."""
    return {form: url_for("staff.export", name=name, form=form, **asked) for form in FORMS}


@staff.get(f"/registry/<any({','.join(FILTERS)}):name>.<any({','.join(FORMS)}):form>")
def export(name: str, form: str) -> Answer:
    """The rows of a filtered list as a file."""
    asked = {one: request.args.get(one) for one in FILTERS[name]}
    if name == "people":
        api("registry").post("/people/exports", {"form": form})
    items = api("registry").each(f"/{name}", sort=request.args.get("sort") or "name", **asked)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if form == "json":
        return _streamed(json_pieces(items), FORMS[form], headers)
    columns = COLUMNS[name]
    headings = [_(heading) for heading in columns]
    rows = ([cell(one) for cell in columns.values()] for one in items)
    if form == "csv":
        return _streamed(csv_pieces(headings, rows), FORMS[form], headers)
    file = xlsx_file(name, headings, rows)
    return send_file(file, mimetype=FORMS[form], as_attachment=True, download_name=f"{name}.xlsx")


def _streamed(pieces: Iterator[bytes], mimetype: str, headers: dict[str, str]) -> Response:
    """The first piece is made before the answer begins, so that what fails at once is a proper error."""
    whole: Iterator[bytes] = chain([next(pieces, b"")], pieces)
    return Response(stream_with_context(whole), mimetype=mimetype, headers=headers)
