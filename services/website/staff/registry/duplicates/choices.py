"""What somebody has chosen between two sheets: asked by a form, kept in the address of the next page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.chassis.i18n import N_
from services.chassis.web.forms import Form, radios
from services.website.clients import Found
from services.website.staff.registry.duplicates.sheets import Line


@dataclass(frozen=True)
class Compared:
    """An open pair with both sheets as they are now, line by line."""

    pair: Found
    sheets: tuple[Found, Found]
    lines: list[Line]

    @property
    def seen(self) -> str:
        """The versions of both, so that nothing is merged that nobody has looked at."""
        return ".".join(str(sheet["version"]) for sheet in self.sheets)

    def sheet(self, id: str) -> Found:
        """The sheet of one of the two."""
        return next(one for one in self.sheets if one["id"] == id)

    def other(self, id: str) -> Found:
        """The sheet of the one that `id` is not."""
        return next(one for one in self.sheets if one["id"] != id)


@dataclass(frozen=True)
class Choice:
    """Who stays, and by the name of each line whose words are kept: `taken["name"]` is an id."""

    survivor: str
    taken: Mapping[str, str]

    def source(self, line: Line, compared: Compared) -> str:
        """Whose words a line keeps: those that were chosen, else the survivor's, else the only ones there are."""
        if line.asked:
            return self.taken[line.name]
        ids = [sheet["id"] for sheet in compared.sheets]
        return self.survivor if line.said[ids.index(self.survivor)] else compared.other(self.survivor)["id"]

    def said(self, line: Line, compared: Compared) -> str:
        """What a line will say."""
        if line.joined:
            return "; ".join(filter(None, line.said))
        return line.said[[sheet["id"] for sheet in compared.sheets].index(self.source(line, compared))]

    def body(self, compared: Compared) -> dict[str, Any]:
        """The merge as the API takes it."""
        merged = compared.other(self.survivor)
        theirs = [line for line in compared.lines if line.differs and self.source(line, compared) == merged["id"]]
        fields = [name for line in theirs for name in line.fields if name in compared.pair["differences"]]
        return {
            "survivor": self.survivor, "survivor_version": compared.sheet(self.survivor)["version"],
            "merged_version": merged["version"],
            "take": [name for name in fields if merged.get(name) not in (None, "", [], {})],
        }  # fmt: skip

    def query(self, compared: Compared) -> dict[str, str]:
        """The choice as it stands in an address."""
        taken = {f"take.{name}": id for name, id in self.taken.items()}
        return {"survivor": self.survivor, "seen": compared.seen, **taken}


def chosen_in(query: Mapping[str, str], compared: Compared) -> Choice | None:
    """The choice that an address tells; None for a part of one, or one about something else."""
    ids = [sheet["id"] for sheet in compared.sheets]
    taken = {line.name: query.get(f"take.{line.name}", "") for line in compared.lines if line.asked}
    whole = query.get("survivor") in ids and all(id in ids for id in taken.values())
    return Choice(query["survivor"], taken) if whole else None


def choice_form(compared: Compared, query: Mapping[str, str]) -> Form:
    """The form: which one stays, and one question for each line in which both say something else."""
    names = [(sheet["id"], _called(sheet)) for sheet in compared.sheets]
    questions = {"survivor": _radios(N_("Which one stays?"), names)}
    questions |= {f"take__{line.name}": _question(compared, line) for line in compared.lines if line.asked}
    form = type("ChoiceForm", (Form,), questions)
    taken = {line.name: query.get(f"take.{line.name}") for line in compared.lines}
    made: Form = form({"survivor": query.get("survivor"), "take": taken}, compared.seen)
    return made


def chosen(form: Form) -> Choice:
    """The choice that was made in the form."""
    body = form.body()
    return Choice(body["survivor"], body.get("take", {}))


def _question(compared: Compared, line: Line) -> Any:
    ids = [sheet["id"] for sheet in compared.sheets]
    return _radios(line.label, list(zip(ids, line.said, strict=True)))


def _radios(label: str, pairs: Sequence[tuple[str, str]]) -> Any:
    return radios(label, choices=lambda: pairs)


def _called(sheet: Mapping[str, Any]) -> str:
    return f"{sheet['name']}, {sheet['seat']}" if sheet["seat"] else str(sheet["name"])
