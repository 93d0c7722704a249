"""What a field was or is, as people say it: names for codes and ids, written days, each text by language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from services.chassis.formats import country_name, format_date, format_datetime, format_number, language_name
from services.chassis.i18n import _
from services.website.staff.blueprint import who
from services.website.staff.cities import city_name
from services.website.staff.registry.history.kinds import Kind
from services.website.staff.words import word

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\S+")
_NAMES: Final[Mapping[str, Callable[[str], str]]] = {
    "country": country_name, "city": city_name, "language": language_name, "languages": language_name,
}  # fmt: skip
ORGANISATIONS: Final = frozenset(
    {"organisation", "lead_organisation", "chair", "responsible", "interested", "members", "present", "survivor",
     "merged", "parent", "successor"}
)  # fmt: skip
"""Fields whose texts are ids of organisations."""


def when_and_who(entry: Mapping[str, Any], zone: str) -> str:
    """When an entry of a history was made, and by whom; accounts have no names here."""
    by = _("You") if entry["actor"] == who().id else word("actor", entry["actor_kind"])
    return f"{format_datetime(entry['at'], zone, 'medium')} · {by}"


class Said:
    """The values of one kind of object, told in the reader's language and the zone of its city; what organisations are
    called by their ids, and purposes of consent by their codes.
    """

    def __init__(
        self, kind: Kind, zone: str, organisations: Mapping[str, str], purposes: Mapping[str, str]
    ) -> None:  # fmt: skip
        self.kind, self.zone, self.organisations, self.purposes = kind, zone, organisations, purposes

    def label(self, name: str) -> str:
        """What the field is called."""
        return _(self.kind.label(name))

    def lines(self, name: str, value: Any) -> list[str]:
        """The value line by line; no line for nothing."""
        if value in (None, "", [], {}):
            return []
        if isinstance(value, Mapping):
            return [line for line in self._of_mapping(value) if line]
        if isinstance(value, list):
            return self._of_list(name, value)
        return self._one(name, value).splitlines()

    def change(self, name: str, before: Any, after: Any) -> tuple[list[str], list[str]]:
        """Both values line by line; of two lists only what was taken out and what was added."""
        if not (isinstance(before, list) and isinstance(after, list) and before and after):
            return self.lines(name, before), self.lines(name, after)
        gone = self.lines(name, [one for one in before if one not in after])
        new = self.lines(name, [one for one in after if one not in before])
        if not gone and not new:
            return self.lines(name, before), self.lines(name, after)
        return (
            [_("Taken out: %(what)s", what=line) for line in gone] or [_("Nothing taken out")],
            [_("Added: %(what)s", what=line) for line in new] or [_("Nothing added")],
        )

    def _of_list(self, name: str, value: list[Any]) -> list[str]:
        if any(isinstance(one, Mapping) for one in value):
            return ["; ".join(self.lines(name, one)) for one in value]
        said = [self._one(name, one) for one in value]
        return said if any(len(one) > 40 for one in said) else [", ".join(said)]

    def _of_mapping(self, value: Mapping[str, Any]) -> Iterator[str]:
        for name, inner in value.items():
            if isinstance(inner, Mapping) and "text" in inner:
                yield f"{language_name(name)}: {inner['text']}"
            elif lines := self.lines(name, inner):
                yield f"{self.label(name)}: {', '.join(lines)}" if name != "id" else ""

    def _one(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, int | float):
            return format_number(value)
        if value in (codes := self.kind.meanings(name)):
            return _(codes[value])
        if name == "purpose" and value in self.purposes:
            return self.purposes[value]
        if name in ORGANISATIONS:
            return self.organisations.get(value) or _("An organisation that left the register")
        if name in _NAMES:
            return _NAMES[name](value)
        if _DAY.fullmatch(value):
            return format_date(value, "medium")
        return format_datetime(value, self.zone, "medium") if _INSTANT.fullmatch(value) else str(value)


def organisations_in(name: str, value: Any) -> Iterator[str]:
    """The ids of the organisations that a value names."""
    if isinstance(value, Mapping):
        for inner, one in value.items():
            yield from organisations_in(inner, one)
    elif isinstance(value, list):
        for one in value:
            yield from organisations_in(name, one)
    elif name in ORGANISATIONS and isinstance(value, str):
        yield value
