"""Two sheets side by side, line by line: what each says, where they differ, and which line somebody has to choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.chassis.formats import country_name, language_name
from services.chassis.i18n import N_, _
from services.chassis.web.filters import in_language
from services.website.staff.cities import city_name
from services.website.staff.registry.lookups import organisation_names
from services.website.staff.words import FIELDS, word

Sheet = Mapping[str, Any]
TOGETHER: Final = {"lat": "position", "lon": "position"}
"""Fields that are one line, since half of it means nothing."""
UNTOLD: Final = frozenset({"origin", "verification", "publication"})
"""What the one that stays keeps of its own."""
LIKELY: Final = (
    (0.95, N_("Almost certainly the same")),
    (0.88, N_("Very probably the same")),
    (0.8, N_("Perhaps the same")),
    (0.0, N_("Their sheets are not alike")),
)


@dataclass(frozen=True)
class Line:
    """One line of two sheets: the fields of the API behind it, and what each of the two says."""

    name: str
    fields: tuple[str, ...]
    said: tuple[str, str]
    differs: bool

    @property
    def label(self) -> str:
        """What the line is about."""
        return _("Place on the map") if self.name == "position" else word("field", self.name)

    @property
    def asked(self) -> bool:
        """Whether both say something, and not the same: somebody has to choose."""
        return self.differs and all(self.said)

    @property
    def joined(self) -> bool:
        """Whether a merge keeps what both say (identifiers): there is nothing to choose."""
        return not self.differs and self.said[0] != self.said[1]


def lines(one: Sheet, other: Sheet, differing: Iterable[str]) -> list[Line]:
    """The lines of two sheets in the order of the form; those that neither fills in are left out."""
    known = [name for name in (*FIELDS, *sorted(set(differing) - FIELDS.keys())) if name not in UNTOLD]
    names = dict.fromkeys(TOGETHER.get(name, name) for name in known)
    made = (_line(name, one, other, frozenset(differing)) for name in names)
    return [line for line in made if any(line.said)]


def _line(name: str, one: Sheet, other: Sheet, differing: frozenset[str]) -> Line:
    fields = tuple(field for field, line in TOGETHER.items() if line == name) or (name,)
    said = ("; ".join(filter(None, (_said(field, sheet.get(field)) for field in fields))) for sheet in (one, other))
    return Line(name, fields, (next(said), next(said)), bool(differing.intersection(fields)))


def likely(score: float) -> str:
    """A score in words."""
    return next(_(words) for least, words in LIKELY if score >= least)


def _said(name: str, value: Any) -> str:
    """A value of a field as a person says it; "" for none."""
    if value in (None, "", [], {}) or isinstance(value, bool):
        return ""
    if name in _SAID:
        return _SAID[name](value)
    if isinstance(value, list):
        return ", ".join(filter(None, (_said("", one) for one in value)))
    if isinstance(value, Mapping):
        return " ".join(filter(None, (_said("", one) for one in value.values())))
    return str(value)


def _site(site: Mapping[str, Any]) -> str:
    return ", ".join(str(site[name]) for name in ("address", "postcode", "town") if site.get(name))


def _organisation(id: str) -> str:
    return organisation_names([id]).get(id, id)


_SAID: Final[Mapping[str, Callable[[Any], str]]] = {
    "kind": lambda code: word("kind", code),
    "country": country_name,
    "city": city_name,
    "description": in_language,
    "languages": lambda tags: ", ".join(language_name(tag) for tag in tags),
    "policy_areas": lambda codes: ", ".join(word("policy_area", code) for code in codes),
    "identifiers": lambda numbers: ", ".join(f"{word('scheme', one['scheme'])} {one['value']}" for one in numbers),
    "sites": lambda sites: "; ".join(_site(one) for one in sites),
    "target_groups": lambda codes: ", ".join(word("target_group", code) for code in codes),
    "parent": _organisation,
    "successor": _organisation,
}
