"""Importing a list without a mapping file: a filled template goes straight to its preview, others to their columns."""

from __future__ import annotations

from typing import Final

from flask import Response, redirect, send_file, url_for

from services.chassis.i18n import N_, _
from services.chassis.web.forms import Form, radios, select, upload
from services.website.clients import Found
from services.website.staff.blueprint import staff
from services.website.staff.cities import only_city, own_cities
from services.website.staff.page import Answer, show
from services.website.staff.registry.exports.files import csv_pieces, xlsx_file
from services.website.staff.registry.exports.views import FORMS
from services.website.staff.registry.imports import sent
from services.website.staff.registry.organisations import registry

MADE: Final = {
    "organisations": N_("Organisations"),
    "people": N_("People"),
    "services": N_("Services"),
}


class ListForm(Form):
    """A list and what its rows are."""

    told_at = {"file": "file", "uploads": "file", "mapping": "file"}

    makes = radios(N_("What is in the list?"), choices=MADE, hint=N_("Each row is one of them"))
    city = select(N_("City of the network that they will belong to"), choices=own_cities, optional=True)
    file = upload(
        N_("List"), accept=".csv,.xlsx", hint=N_("CSV or XLSX, with the names of the columns in the first row")
    )


@staff.route("/registry/imports/new", methods=["GET", "POST"])
def new_list_import() -> Answer:
    """Send a list; a filled template is previewed at once."""
    form = ListForm({"city": only_city(), "makes": "organisations"})
    answer = form.accept(lambda: _received(form))
    if answer:
        return answer
    back = (url_for("staff.imports"), _("Imports"))
    return show("registry/import_new.html", _("Import a list"), form=form, back=back, made=MADE)


def _received(form: Form) -> Answer:
    city = {"city": form.city.data} if form.city.data else {}
    file, makes = form.file.data, form.makes.data
    id = sent(file, city)
    found = registry().get(f"/uploads/{id}/columns/{makes}")
    if found["template"]:
        body = {"mapping": found["mapping"], "uploads": {str(file.filename): id}, **city}
        return to_preview(registry().post("/imports", body, key=form.key))
    return redirect(url_for("staff.import_columns", id=id, makes=makes), 303)


def to_preview(import_: Found) -> Answer:
    """The page of an import that was just made."""
    return redirect(url_for("staff.one_import", id=import_["id"]), 303)


@staff.get(f"/registry/imports/templates/<any({','.join(MADE)}):makes>.<any(csv,xlsx):form>")
def import_template(makes: str, form: str) -> Answer:
    """A table to be filled in, with one example row, in the reader's language."""
    columns = registry().get(f"/templates/{makes}")["columns"]
    headings, example = [one["heading"] for one in columns], [one["example"] for one in columns]
    if form == "csv":
        pieces, name = csv_pieces(headings, [example]), f"{makes}.csv"
        return Response(pieces, mimetype=FORMS[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})
    file = xlsx_file(_(MADE[makes]), headings, [example])
    return send_file(file, mimetype=FORMS[form], as_attachment=True, download_name=f"{makes}.xlsx")
