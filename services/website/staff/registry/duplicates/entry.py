"""Before an organisation is entered: is it one of those that are in the register? Those that were shown are not asked
about a second time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import request, url_for

from services.chassis.i18n import _
from services.chassis.web.forms import Form
from services.website.clients import api
from services.website.staff.page import Answer, Way, show
from services.website.staff.registry.duplicates.sheets import Line, likely, lines

COMPARED: Final = ("name", "short_name", "kind", "country", "city", "seat")
"""What the register tells of a candidate."""
ASKED: Final = ("name", "short_name", "country", "city", "seat", "website")


def likely_same(form: Form) -> list[dict[str, Any]]:
    """Those of the register that what was typed may be, unless all of them were shown before. Raises Problem."""
    typed = form.body()
    asked = {name: typed[name] for name in ASKED if typed.get(name)}
    found: list[dict[str, Any]] = api("registry").page("/duplicates/candidates", **asked)["items"]
    shown = set(request.form.getlist("shown"))
    return found if {one["id"] for one in found} - shown else []


def is_it_one_of_these(form: Form, found: list[dict[str, Any]], back: Way) -> Answer:
    """The page that asks, with the form as it was filled in."""
    typed = form.body()
    same = [(one, [line for line in _compared(typed, one) if line.differs]) for one in found]
    return show(
        "registry/duplicates/entry.html", _("Is it one of these?"), back=back, form=form, same=same, likely=likely,
        to=lambda one: url_for("staff.organisation", id=one["id"]),
    )  # fmt: skip


def _compared(typed: Mapping[str, Any], found: Mapping[str, Any]) -> list[Line]:
    told = ({name: sheet.get(name) for name in COMPARED} for sheet in (found, typed))
    one, other = told
    return lines(one, other, [name for name in COMPARED if (one[name] or None) != (other[name] or None)])


