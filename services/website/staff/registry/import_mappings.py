"""The mappings that a city has kept: looking through them, renaming and deleting them."""

from __future__ import annotations

from flask import request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, text
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.registry.import_lists import MADE
from services.website.staff.registry.organisations import registry

RENAMED = confirmation(N_("The mapping has its new name."))
DELETED = confirmation(N_("The mapping was deleted. What was imported with it stays."))


class NameForm(Form):
    """What it is called."""

    name = text(N_("Name"))


@staff.get("/registry/imports/mappings")
def import_mappings() -> Answer:
    """Those of the person's cities, by name."""
    page = registry().page("/mappings", after=request.args.get("after"))
    back = (url_for("staff.imports"), _("Imports"))
    return show("registry/import_mappings.html", _("Saved mappings"), page=page, back=back, made=MADE)


@staff.route("/registry/imports/mappings/<id>", methods=["GET", "POST"])
def rename_mapping(id: str) -> Answer:
    """Give it another name."""
    found = registry().get(f"/mappings/{id}")
    form = NameForm(found, found.etag)
    if form.accept(lambda: registry().patch(f"/mappings/{id}", form.body(), etag=form.etag)):
        return done(RENAMED, url_for("staff.import_mappings"))
    return ask(_("Rename the mapping"), form, _("Save"), back=_way_back(), caption=found["name"])


@staff.route("/registry/imports/mappings/<id>/delete", methods=["GET", "POST"])
def delete_mapping(id: str) -> Answer:
    """A page to confirm: it cannot be brought back."""
    found = registry().get(f"/mappings/{id}")
    form = Form(etag=found.etag)
    if form.accept(lambda: registry().delete(f"/mappings/{id}", etag=form.etag)):
        return done(DELETED, url_for("staff.import_mappings"))
    return ask(
        _("Delete this mapping?"), form, _("Delete it"), back=_way_back(), warning=True, caption=found["name"],
        intro=_("The next list of this kind has to be mapped anew. What was imported with it stays."),
    )  # fmt: skip


def _way_back() -> tuple[str, str]:
    return url_for("staff.import_mappings"), _("Saved mappings")
