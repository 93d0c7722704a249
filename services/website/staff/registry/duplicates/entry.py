"""Before something is entered: is it one of those that are there? Those that were shown are not asked about again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

from flask import request, url_for

from services.chassis.errors import Invalid
from services.chassis.i18n import N_, _
from services.chassis.store import fold
from services.chassis.web.filters import in_language
from services.chassis.web.forms import Form
from services.website.clients import Found, api
from services.website.staff.page import Answer, Way, show
from services.website.staff.registry.duplicates.sheets import Line, likely, lines
from services.website.staff.words import word

COMPARED: Final = ("name", "short_name", "kind", "country", "city", "seat")
"""What the register tells of an organisation that may be the same."""
ASKED: Final = ("name", "short_name", "country", "city", "seat", "website")
ALIKE: Final = 0.8
SHOWN: Final = "shown"
"""Under which name the ids of those that were shown travel with the form."""
SAME_ADDRESS, SAME_NAME = N_("The same e-mail address"), N_("The same name")
SAME_NAME_THERE = N_("The same name in the same organisation")


@dataclass(frozen=True)
class There:
    """One that is there: its name and page, what speaks for it, and in which lines it differs from what was typed."""

    id: str
    name: str
    page: str
    why: str
    how_likely: str = ""
    differing: Sequence[Line] = field(default_factory=tuple)


def is_it_one_of_these(form: Form, there: list[There], back: Way) -> Answer:
    """The page that asks, with the form as it was filled in."""
    return show(
        "registry/duplicates/entry.html", _("Is it one of these?"), back=back, form=form, there=there,
        seen=seen(),
    )  # fmt: skip


def look_first(form: Form, look: Callable[[Form], list[There]], send: Callable[[], Found]) -> list[There] | None:
    """Those that may be the same; of what would not be taken none: whoever sends it tells all that is wrong. That
    somebody has looked at them stays said, however often the form is shown again.
    """
    form.keeps = (SHOWN,)

    def found() -> list[There]:
        try:
            return look(form)
        except Invalid:
            return []

    if not form.is_right():
        return None
    form.rehearse(send)
    return None if form.failed else form.attempt(found)


def seen() -> list[str]:
    """The ids of those that were shown, of which none is it."""
    return list(dict.fromkeys(request.form.getlist(SHOWN)))


def organisations_there(form: Form) -> list[There]:
    """The organisations that what was typed may be. Raises Problem."""
    typed = form.body()
    asked = {name: typed[name] for name in ASKED if typed.get(name)}
    found = api("registry").page("/duplicates/candidates", **asked)["items"]
    return _not_shown([_organisation(one, typed) for one in found])


def people_there(form: Form) -> list[There]:
    """The people of the city with the same address, or the same name in the same organisation. Raises Problem."""
    typed, registry = form.body(), api("registry")
    names = f"{typed['family_name']} {typed['given_name']}"
    there: dict[str, There] = {}
    if typed["email"]:
        for one in registry.page("/people", q=typed["email"])["items"]:
            if (one["email"] or "").casefold() == typed["email"].casefold():
                there[one["id"]] = _person(one, _(SAME_ADDRESS))
    for one in registry.page("/people", q=names, organisation=typed["organisation"])["items"]:
        if fold(f"{one['family_name']} {one['given_name']}") == fold(names):
            why = SAME_NAME_THERE if typed["organisation"] else SAME_NAME
            there.setdefault(one["id"], _person(one, _(why)))
    return _not_shown([*there.values()])


def services_there(form: Form) -> list[There]:
    """The services of the organisation that are called alike. Raises Problem."""
    typed = form.body()
    mine = [fold(one["text"]) for one in typed["name"].values()]
    offered = api("registry").all("/services", most=200, organisation=typed["organisation"])
    alike = (one for one in offered if any(_alike(fold(name["text"]), mine) for name in one["name"].values()))
    return _not_shown([
        There(one["id"], in_language(one["name"]), url_for("staff.service", id=one["id"]),
              f"{word('likeness_reason', 'name')}; {word('service_status', one['status'])}")
        for one in alike
    ])  # fmt: skip


def _not_shown(there: list[There]) -> list[There]:
    """All of them, or none where each was shown before."""
    return there if {one.id for one in there} - set(seen()) else []


def _organisation(found: dict[str, Any], typed: Mapping[str, Any]) -> There:
    differing = [name for name in COMPARED if (found.get(name) or None) != (typed.get(name) or None)]
    in_register, as_typed = ({name: sheet.get(name) for name in COMPARED} for sheet in (found, typed))
    different = [line for line in lines(in_register, as_typed, differing) if line.differs]
    why = "; ".join(word("likeness_reason", one) for one in found["reasons"])
    page = url_for("staff.organisation", id=found["id"])
    return There(found["id"], found["name"], page, why, likely(found["score"]), different)


def _person(found: dict[str, Any], why: str) -> There:
    name = f"{found['given_name']} {found['family_name']}"
    return There(found["id"], name, url_for("staff.person", id=found["id"]), why)


def _alike(name: str, others: Sequence[str]) -> bool:
    """Whether the letters are nearly the same; "A1" and "A2" are not misspelt."""
    same_numbers = (other for other in others if re.findall(r"\d+", other) == re.findall(r"\d+", name))
    return any(SequenceMatcher(None, name, other).ratio() >= ALIKE for other in same_numbers)
