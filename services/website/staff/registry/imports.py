"""Importing a directory that was not made for us: upload, preview, confirm, and taking it back within 30 days."""

from __future__ import annotations

import json
from base64 import b64encode
from itertools import count
from typing import Any

from flask import Response, redirect, request, stream_with_context, url_for
from werkzeug.datastructures import FileStorage

from services.chassis.errors import Invalid
from services.chassis.formats import countries
from services.chassis.i18n import LANGUAGES, N_, _, current_language
from services.chassis.web import confirmation, shown
from services.chassis.web.forms import Form, select, text, upload, uploads
from services.contracts.names import ORGANISATION_KINDS
from services.website.clients import Found
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import cities, only_city, own_cities
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.registry.differences import field_name, told_value
from services.website.staff.registry.exports.files import csv_pieces
from services.website.staff.registry.organisations import registry

CONFIRMED = confirmation(N_("The import has begun. Look again in a moment to see how far it is."))
PART_BYTES = 512 * 1024
"""What the registry takes at once (its API document)."""

TAKEN_BACK = confirmation(N_("The import is being taken back."))


class ImportForm(Form):
    """A mapping and the files that it speaks of."""

    told_at = {"mapping": "mapping", "files": "files", "uploads": "files"}

    city = select(N_("City of the network that the organisations will belong to"), choices=own_cities, optional=True)
    mapping = upload(
        N_("Mapping file"),
        accept=".json",
        hint=N_("It says which column is which; see the guide for integrators (JSON)."),
    )
    files = uploads(
        N_("Files of the directory"), accept=".csv,.xlsx", hint=N_("CSV or XLSX, as the publisher exports them")
    )

    def asked(self) -> dict[str, Any]:
        """Mapping and files as the API takes them. Raises Invalid for a mapping that is no JSON."""
        try:
            mapping = json.loads(self.mapping.data.read())
        except (ValueError, RecursionError) as error:
            raise Invalid({"mapping": [_("This is no mapping file: it is not valid JSON.")]}) from error
        city = {"city": self.city.data} if self.city.data else {}
        files = {str(file.filename): sent(file, city) for file in self.files.data}
        return {"mapping": mapping, "uploads": files, **city}


def sent(file: FileStorage, city: dict[str, str]) -> str:
    """The id of a file that was sent on in parts, so that no more than one of them is in memory."""
    id = registry().post("/uploads", {"name": str(file.filename), **city})["id"]
    for number in count():
        part = file.read(PART_BYTES)
        if not part:
            break
        registry().post(f"/uploads/{id}/parts", {"number": number, "content": b64encode(part).decode()})
    return str(id)


@staff.get("/registry/imports")
def imports() -> Answer:
    """All imports, the newest first."""
    page = registry().page("/imports", after=request.args.get("after"))
    return show("registry/imports.html", _("Imports"), page=page)


@staff.route("/registry/imports/mapped", methods=["GET", "POST"])
def new_import() -> Answer:
    """Upload; nothing is changed before the preview is confirmed."""
    form = ImportForm({"city": only_city()})
    made = form.accept(lambda: _previewed(form))
    if made:
        return redirect(url_for("staff.one_import", id=made["id"]), 303)
    return ask(
        _("Import with a mapping file"), form, _("Preview"), back=(url_for("staff.imports"), _("Imports")), upload=True,
        intro=_("You see first what would be added and changed. Nothing happens before you confirm."),
    )  # fmt: skip


def _previewed(form: ImportForm) -> Found:
    """The preview. Raises `Invalid`, which names each part of the mapping file that is wrong by where it stands."""
    try:
        return registry().post("/imports", form.asked(), key=form.key)
    except Invalid as problem:
        places = {path: path.removeprefix("mapping.") for path in problem.errors}
        raise Invalid({
            path: [told if places[path] == path else f"{places[path]}: {told}" for told in messages]
            for path, messages in problem.errors.items()
        }) from problem  # fmt: skip


class HsdsForm(Form):
    """A directory after HSDS, which needs no mapping."""

    told_at = {"files": "file", "uploads": "file", "hsds.source": "source", "hsds.language": "language",
               "hsds.country": "country"}  # fmt: skip

    city = select(N_("City of the network that it will belong to"), choices=own_cities, optional=True)
    file = upload(
        N_("File"), accept=".json,.ndjson,.zip", hint=N_("JSON of HSDS 3.0, or a data package (ZIP) of 1.1 to 3.0")
    )
    source = text(
        N_("Short name of the directory"),
        hint=N_("Small letters, digits and hyphens. A later import finds by it what is here already"),
    )
    language = select(N_("Language of its texts"), choices=LANGUAGES.items)
    kind = select(N_("Kind of its organisations, where it does not say"), choices=ORGANISATION_KINDS)
    country = select(N_("Country, where it does not say"), choices=countries)

    def asked(self) -> dict[str, Any]:
        """The file and how it is read, as the API takes them."""
        city = {"city": self.city.data} if self.city.data else {}
        file = self.file.data
        told = {name: self[name].data for name in ("source", "language", "kind", "country")}
        name = str(file.filename)
        return {"hsds": {**told, "file": name}, "uploads": {name: sent(file, city)}, **city}


@staff.route("/registry/imports/hsds", methods=["GET", "POST"])
def new_hsds_import() -> Answer:
    """Upload of a directory after HSDS."""
    city = only_city()
    form = HsdsForm({"city": city, "kind": "other", "language": current_language(),
                     "country": cities().get(city or "", {}).get("country")})  # fmt: skip
    made = form.accept(lambda: registry().post("/imports", form.asked(), key=form.key))
    if made:
        return redirect(url_for("staff.one_import", id=made["id"]), 303)
    return ask(
        _("Import a directory after HSDS"), form, _("Preview"), back=(url_for("staff.imports"), _("Imports")),
        upload=True, intro=_("You see first what would be added and changed. Nothing happens before you confirm."),
    )  # fmt: skip


@staff.get("/registry/imports/<id>")
def one_import(id: str) -> Answer:
    """The preview, then how far it is, then what it did."""
    found = registry().get(f"/imports/{id}")
    return show(
        "registry/import.html", _("Import from %(source)s", source=found["source"]), form=Form(), found=found,
        back=(url_for("staff.imports"), _("Imports")), mine=who().may("registry:write"), told=told_value,
        field_name=field_name, column_of=column_of,
    )  # fmt: skip


@staff.get("/registry/imports/<id>/progress")
def import_progress(id: str) -> Answer:
    """How far it is: the part of the page that refreshes by itself."""
    return shown("staff/registry/import_progress.html", found=registry().get(f"/imports/{id}"))


@staff.get("/registry/imports/<id>/problems")
def import_problems(id: str) -> Answer:
    """Everything that is wrong with the rows, page by page."""
    found = registry().get(f"/imports/{id}")
    page = registry().page(f"/imports/{id}/problems", after=request.args.get("after"), limit=100)
    back = (url_for("staff.one_import", id=id), _("Import from %(source)s", source=found["source"]))
    return show("registry/import_problems.html", _("What is wrong"), found=found, page=page, back=back,
                column_of=column_of)  # fmt: skip


def column_of(problem: dict[str, Any]) -> str:
    """Where to look: the heading of the column, or what was given for all rows."""
    return problem["column"] or (_("For all rows") if problem.get("value") else "")


@staff.get("/registry/imports/<id>/problems.csv")
def import_problems_file(id: str) -> Answer:
    """The same as a file, to be worked through beside the spreadsheet."""
    headings = [_("File"), _("Row"), _("Column"), _("Value"), _("What is wrong"), _("What to do")]
    problems = registry().each(f"/imports/{id}/problems")
    rows = (
        [one["file"], one["row"], column_of(one), one.get("value"), one["message"], one.get("advice")]
        for one in problems
    )
    headers = {"Content-Disposition": 'attachment; filename="problems.csv"'}
    return Response(stream_with_context(csv_pieces(headings, rows)), mimetype="text/csv", headers=headers)


@staff.post("/registry/imports/<id>/confirm")
def confirm_import(id: str) -> Answer:
    """Apply what was previewed."""
    registry().post(f"/imports/{id}/confirm", key=Form().key)
    return done(CONFIRMED, url_for("staff.one_import", id=id))


@staff.post("/registry/imports/<id>/undo")
def undo_import(id: str) -> Answer:
    """Take back what the import did."""
    registry().post(f"/imports/{id}/undo", key=Form().key)
    return done(TAKEN_BACK, url_for("staff.one_import", id=id))
