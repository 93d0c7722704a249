"""Which column of a list is which: guessed by their names, chosen beside their first values, kept under a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import url_for

from services.chassis.errors import Invalid
from services.chassis.formats import countries
from services.chassis.i18n import N_, _
from services.chassis.web.forms import Form, select, text
from services.contracts.names import ORGANISATION_KINDS, PERSON_ROLES
from services.website.clients import Found
from services.website.staff.blueprint import staff
from services.website.staff.cities import cities
from services.website.staff.page import Answer, show
from services.website.staff.registry.import_lists import to_preview
from services.website.staff.registry.organisations import registry

SEPARATORS: Final = {";": N_("Semicolon (;)"), ",": N_("Comma (,)"), "/": N_("Slash (/)"), "|": N_("Bar (|)")}
NOT_USED: Final = "-"
_LISTS: Final = ("languages", "policy_areas", "themes", "target_groups")


def columns_form(found: dict[str, Any], city: str | None) -> Form:
    """A choice for each column, what tells rows apart, and what is so for all rows."""
    columns, makes = found["columns"], found["mapping"]["tables"][0]["makes"]
    targets = [(one["target"], one["heading"]) for one in found["targets"]]
    names = [(str(place), one["name"]) for place, one in enumerate(columns)]
    asked: dict[str, Any] = {
        _column(place): select(one["name"], choices=offered([(NOT_USED, _("Not used")), *targets]), hint=_examples(one))
        for place, one in enumerate(columns)
    }
    asked["identity"] = select(
        N_("Which column tells the rows apart?"), choices=offered(names),
        hint=N_("A number or name of its own in each row: a later import finds by it what is here already"),
    )  # fmt: skip
    asked["also_identity"] = select(N_("And together with which other column?"), choices=offered(names), optional=True)
    asked |= _for_all_rows(makes)
    asked["separator"] = select(N_("What parts several values in one cell?"), choices=SEPARATORS, optional=True)
    asked["source"] = text(
        N_("Short name of the directory"),
        hint=N_("Small letters, digits and hyphens. A later import finds by it what is here already"),
    )
    asked["save_as"] = text(N_("Keep these choices under the name"), optional=True, hint=N_("For the next such list"))
    kind = type("ColumnsForm", (Form,), {**asked, "told_at": _told_at(columns)})
    form: Form = kind(_suggested(found, city))
    return form


def offered(pairs: list[tuple[str, str]]) -> Callable[[], list[tuple[str, str]]]:
    """The choices of a select that are known when the form is made."""
    return lambda: pairs


def _examples(column: dict[str, Any]) -> str:
    """The first values of a column."""
    if not column["values"]:
        return _("This column is empty.")
    return _("For example: %(values)s", values=" · ".join(column["values"]))


def _column(place: int) -> str:
    return f"column_{place}"


def _for_all_rows(makes: str) -> dict[str, Any]:
    """What may be the same for all rows, where no column says it."""
    country = select(N_("Country, where no column says it"), choices=countries, optional=True)
    if makes == "organisations":
        kind = select(N_("Kind, where no column says it"), choices=ORGANISATION_KINDS, optional=True)
        return {"constant_kind": kind, "constant_country": country}
    if makes == "services":
        return {"constant_place__country": country}
    return {"constant_role__role": select(N_("Role, where no column says it"), choices=PERSON_ROLES, optional=True)}


def _suggested(found: dict[str, Any], city: str | None) -> dict[str, Any]:
    """What the form shows to begin with: the choices that the headings suggest."""
    [table] = found["mapping"]["tables"]
    by_column = {column: target for target, column in table["columns"].items()}
    place_of = {one["name"]: str(place) for place, one in enumerate(found["columns"])}
    country = cities().get(city or "", {}).get("country")
    return {
        **{_column(place): by_column.get(one["name"], NOT_USED) for place, one in enumerate(found["columns"])},
        "identity": place_of.get(table["identity"]), "also_identity": place_of.get(table.get("also_identity", "")),
        "constant_country": country, "constant_place__country": country,
        "separator": next(iter(table["separators"].values()), ";"), "source": found["mapping"]["source"],
    }  # fmt: skip


def _told_at(columns: list[dict[str, Any]]) -> dict[str, str]:
    at = {"mapping.source": "source", "name": "save_as", "mapping.tables.0.identity": "identity"}
    return at | {"mapping.tables.0.columns": _column(0), "mapping": "identity"} if columns else at


@staff.route("/registry/imports/columns/<id>/<makes>", methods=["GET", "POST"])
def import_columns(id: str, makes: str) -> Answer:
    """Which column is which, beside its first values; or a saved mapping that fits."""
    file, found = _of_upload(id, makes)
    form = columns_form(found, file["city"])
    made = form.accept(lambda: _with_columns(form, found, file))
    return to_preview(made) if made else _choosing(form, file, found)


@staff.post("/registry/imports/columns/<id>/<makes>/saved/<mapping>")
def use_saved_mapping(id: str, makes: str, mapping: str) -> Answer:
    """Preview the list after a mapping that was kept before; what is wrong is told where columns are chosen."""
    file, found = _of_upload(id, makes)
    form = columns_form(found, file["city"])
    form.process(data=_suggested(found, file["city"]))
    made = form.attempt(lambda: registry().post("/imports", {**_body(file), "saved": mapping}, key=form.key))
    return to_preview(made) if made else _choosing(form, file, found)


def _of_upload(id: str, makes: str) -> tuple[Found, Found]:
    """The file, and its columns for what it is to make."""
    return registry().get(f"/uploads/{id}"), registry().get(f"/uploads/{id}/columns/{makes}")


def _choosing(form: Form, file: Found, found: Found) -> Answer:
    makes = found["mapping"]["tables"][0]["makes"]
    return show(
        "registry/import_columns.html", _("Which column is which?"), form=form, file=file, found=found, makes=makes,
        fitting=[registry().get(f"/mappings/{one}") for one in found["fitting"][:5]],
        names=[_column(place) for place in range(len(found["columns"]))], caption=file["name"],
        sent_to=url_for("staff.import_columns", id=file["id"], makes=makes),
        back=(url_for("staff.new_list_import"), _("Import a list")),
    )  # fmt: skip


def _with_columns(form: Form, found: dict[str, Any], file: Found) -> Found:
    mapping = _mapping(form, found)
    if not form.save_as.data:
        return registry().post("/imports", {**_body(file), "mapping": mapping}, key=form.key)
    named = {"name": form.save_as.data, "mapping": mapping, **_city(file)}
    kept = registry().post("/mappings", named, key=f"{form.key}-m")
    return registry().post("/imports", {**_body(file), "saved": kept["id"]}, key=form.key)


def _body(file: Found) -> dict[str, Any]:
    """What an import of the file is asked with, but for its mapping."""
    return {"uploads": {file["name"]: file["id"]}, **_city(file)}


def _city(file: Found) -> dict[str, str]:
    return {"city": file["city"]} if file["city"] else {}


def _mapping(form: Form, found: dict[str, Any]) -> dict[str, Any]:
    """The mapping that was chosen. Raises `Invalid` for a field that two columns are to feed."""
    names = [one["name"] for one in found["columns"]]
    chosen = [(form[_column(place)].data, name, place) for place, name in enumerate(names)]
    errors: dict[str, list[str]] = {}
    columns: dict[str, str] = {}
    for target, name, place in chosen:
        if target != NOT_USED and columns.setdefault(target, name) != name:
            errors[_column(place)] = [_("Another column was chosen for this already.")]
    if errors:
        raise Invalid(errors)
    [suggested] = found["mapping"]["tables"]
    constants = {
        field.name.removeprefix("constant_").replace("__", "."): field.data
        for field in form
        if field.name.startswith("constant_") and field.data
    }
    also = form.also_identity.data
    table = {
        "file": suggested["file"], "makes": suggested["makes"], "identity": names[int(form.identity.data)],
        **({"also_identity": names[int(also)]} if also and also != form.identity.data else {}),
        "columns": columns, "constants": constants,
        "separators": {one: form.separator.data for one in columns if one in _LISTS and form.separator.data},
    }  # fmt: skip
    return {"source": form.source.data, "tables": [table]}
