"""How able a Lead Organisation is, at the start, in the middle and at the end: asking, and the picture over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, day, long_text, radios
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.registry.organisations import registry
from services.website.staff.registry.together import given, is_mine, partnership_of, to_partnership
from services.website.staff.words import DIMENSIONS, MOMENTS

ASSESSED = confirmation(N_("The assessment is kept."))
LEVELS = {
    "1": N_("1 – nothing there yet"), "2": N_("2 – first steps"), "3": N_("3 – works in part"),
    "4": N_("4 – works well"), "5": N_("5 – others can learn from it"),
}  # fmt: skip
WIDTH, HEIGHT, STEP = 240, 120, 30
COLUMNS: Final = {"start": 0, "middle": WIDTH // 2, "end": WIDTH}


@dataclass(frozen=True)
class Line:
    """The levels of one dimension in the picture: the points of its line, and each as (x, y, level)."""

    dimension: str
    points: list[tuple[int, int, int]]

    @property
    def path(self) -> str:
        """The points as SVG has them."""
        return " ".join(f"{x},{y}" for x, y, _level in self.points)


def lines(assessments: list[dict[str, Any]]) -> list[Line]:
    """A line for each dimension: the moments go to the right, the levels from 1 to 5 upwards."""
    return [
        Line(name, [(COLUMNS[one["moment"]], _height(one["levels"][name]), one["levels"][name]) for one in assessments])
        for name in DIMENSIONS
    ]


def _height(level: int) -> int:
    return HEIGHT - (level - 1) * STEP


class AssessmentForm(Form):
    """One assessment; the levels go to the API as numbers."""

    moment = radios(N_("At which moment of the project?"), choices=MOMENTS)
    day = day(N_("Day"), hint=N_("Today if you leave it empty"), optional=True)
    levels__network_management = radios(DIMENSIONS["network_management"], choices=LEVELS)
    levels__participation = radios(DIMENSIONS["participation"], choices=LEVELS)
    levels__monitoring = radios(DIMENSIONS["monitoring"], choices=LEVELS)
    levels__funding = radios(DIMENSIONS["funding"], choices=LEVELS)
    note = long_text(N_("What shows it?"), rows=4, optional=True)

    def asked(self) -> dict[str, Any]:
        """What the API takes."""
        body = given(self.body())
        return {**body, "levels": {name: int(level) for name, level in body["levels"].items()}}


@staff.get("/registry/partnerships/<id>/capacity")
def capacity(id: str) -> Answer:
    """The picture over time with its table."""
    partnership = partnership_of(id)
    found = registry().get(f"/partnerships/{id}/assessments")
    return show(
        "registry/capacity.html", _("Capacity of the Lead Organisation"), back=to_partnership(partnership),
        capacity=found, lines=lines(found["assessments"]), partnership=partnership, mine=is_mine(partnership),
        dimensions=list(DIMENSIONS), columns=COLUMNS, caption=partnership["name"],
    )  # fmt: skip


@staff.route("/registry/partnerships/<id>/capacity/assess", methods=["GET", "POST"])
def assess(id: str) -> Answer:
    """Assess it; a second time at the same moment corrects the first."""
    partnership, form = partnership_of(id), AssessmentForm()
    if form.accept(lambda: registry().post(f"/partnerships/{id}/assessments", form.asked(), key=form.key)):
        return done(ASSESSED, url_for("staff.capacity", id=id))
    back = url_for("staff.capacity", id=id), _("Capacity of the Lead Organisation")
    return ask(_("Assess the Lead Organisation"), form, _("Save"), back=back, caption=partnership["name"])
