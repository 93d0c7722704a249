"""What in a text leads to a person, as the registry finds it, in the words of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.chassis.errors import Invalid
from services.chassis.i18n import N_, _
from services.website.staff.registry.organisations import registry

KINDS: Final = {
    "phone": N_("telephone number"),
    "email": N_("e-mail address"),
    "personal_number": N_("personal number of tax, identity or insurance"),
}


@dataclass(frozen=True)
class Trace:
    """What was found, as it is written, of which kind, in which line of which text."""

    name: str
    line: int
    kind: str
    written: str

    def __str__(self) -> str:
        facts = {"where": self.name, "line": self.line, "kind": _(KINDS[self.kind]), "written": self.written}
        return _("%(where)s, line %(line)s: “%(written)s” (%(kind)s)", **facts)


def traces_in(texts: Mapping[str, str | None], country: str | None) -> list[Trace]:
    """What the registry finds in `texts`, which stand under what they are called; nothing in what it will not take when
    it is saved either.
    """
    told = [{"name": name, "text": text} for name, text in texts.items() if text and text.strip()]
    if not told:
        return []
    try:
        return [Trace(**one) for one in registry().post("/traces", {"texts": told, "country": country})["traces"]]
    except Invalid:
        return []
