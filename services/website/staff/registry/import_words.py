"""What the words of a list stand for that are not ours: one choice for each, then the list is read again."""

from __future__ import annotations

from typing import Any, Final

from flask import url_for

from services.chassis.formats import countries, language_name
from services.chassis.i18n import LANGUAGES, N_, _, n_
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, select
from services.contracts.names import (
    ORGANISATION_KINDS,
    PERSON_ROLES,
    POLICY_AREAS,
    SERVICE_STATUSES,
    TARGET_GROUPS,
    THEMES,
)
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, done, show
from services.website.staff.registry.differences import field_name
from services.website.staff.registry.import_columns import offered
from services.website.staff.registry.organisations import registry
from services.website.staff.words import choices

READ_AGAIN = confirmation(N_("The list was read again with what you said."))
NOTHING_SAID: Final = "-"
"""The choice for a word that says nothing."""
_OF_PARTS: Final = {"role.role": "roles"}
_YES: Final = {"true": N_("Yes"), "false": N_("No")}
_SPOKEN: Final = (*LANGUAGES, "ar", "bn", "fa", "pl", "pt", "ro", "ru", "so", "sq", "ti", "tr", "uk", "ur", "zh")
"""The languages that a word can stand for; others are written by their tags in the list."""


def _codes(target: str) -> list[tuple[str, str]]:
    """What a word of this field can stand for."""
    tables = {
        "kind": ORGANISATION_KINDS, "policy_areas": POLICY_AREAS, "themes": THEMES, "target_groups": TARGET_GROUPS,
        "role.role": PERSON_ROLES, "status": SERVICE_STATUSES, "takes_referrals": _YES,
    }  # fmt: skip
    if target in tables:
        return choices(tables[target])
    if target.endswith("country"):
        return [*countries()]
    return sorted(((tag, language_name(tag)) for tag in _SPOKEN), key=lambda one: one[1])


def words_form(unknown: list[dict[str, Any]]) -> Form:
    """A choice for each word; one that is left alone keeps its rows wrong."""
    nothing = (NOTHING_SAID, _("Says nothing"))
    asked = {
        f"word_{place}": select(one["value"], choices=offered([nothing, *_codes(one["target"])]), optional=True,
                                hint=n_("In %(n)s row", "In %(n)s rows", one["rows"]))
        for place, one in enumerate(unknown)
    }  # fmt: skip
    form: Form = type("WordsForm", (Form,), {**asked, "told_at": {}})()
    return form


@staff.route("/registry/imports/<id>/words", methods=["GET", "POST"])
def import_words(id: str) -> Answer:
    """What the words of a list stand for that are not ours."""
    found = registry().get(f"/imports/{id}")
    unknown = found["unknown_words"] or []
    form = words_form(unknown)
    if form.accept(lambda: registry().post(f"/imports/{id}/values", _meanings(form, unknown), key=form.key)):
        return done(READ_AGAIN, url_for("staff.one_import", id=id))
    return show(
        "registry/import_words.html", _("What do these words stand for?"), form=form, groups=_by_field(unknown),
        back=(url_for("staff.one_import", id=id), _("Import from %(source)s", source=found["source"])),
    )  # fmt: skip


def _by_field(unknown: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """The names of the choices, below what their field is called."""
    fields: dict[str, list[str]] = {}
    for place, one in enumerate(unknown):
        fields.setdefault(one["target"], []).append(f"word_{place}")
    return [(field_name(_OF_PARTS.get(target, target.rpartition(".")[2])), names) for target, names in fields.items()]


def _meanings(form: Form, unknown: list[dict[str, Any]]) -> dict[str, Any]:
    values: dict[str, dict[str, str]] = {}
    for place, one in enumerate(unknown):
        said = form[f"word_{place}"].data
        if said:
            values.setdefault(one["target"], {})[one["value"]] = "" if said == NOTHING_SAID else said
    return {"values": values}
