"""Two people changed the same thing: what the second one typed, held against what is saved now, field by field.

A form that changes something carries a short digest of each field as it was first shown. So after `Stale` it is known
who touched what: what the other one alone has changed stands in the form then, what both have changed is asked, and
what only oneself has changed goes on as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.chassis.i18n import N_, _

CHOOSE: Final = N_("Choose which version of %(field)s is to stay")
MINE, THEIRS = "mine", "theirs"
_ONE: Final = re.compile(r"(\w+)=([0-9a-f]{12})")


@dataclass
class Difference:
    """A field that both have changed: what was typed, what is saved, and which of them was chosen, if any was."""

    field: Any
    saved: Any
    chosen: str = ""
    missing: bool = False

    @property
    def name(self) -> str:
        """The name of the field."""
        return str(self.field.name)

    @property
    def label(self) -> str:
        """What the field asks, in the reader's language."""
        return _(self.field.label.text)

    @property
    def mine(self) -> str:
        """What was typed, as a person would say it."""
        return words(self.field)

    @property
    def theirs(self) -> str:
        """What is saved now, as a person would say it."""
        return words_of_saved(self.field, self.saved)

    @property
    def complaint(self) -> str:
        """What is said as long as nothing was chosen."""
        return _(CHOOSE, field=_("“%(label)s”", label=self.label))


def words(field: Any) -> str:
    """The value of a field as a person would say it."""
    if hasattr(field, "choices"):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return ", ".join(str(name) for code, name in field.choices if code in chosen)
    if isinstance(field.data, bool):
        return _("Yes") if field.data else _("No")
    return str(field._value()) if hasattr(field, "_value") else str(field.data or "")


def words_of_saved(field: Any, saved: Any) -> str:
    """The same of the saved value: `saved` is that field of a form which shows it, `field` knows the choices."""
    if hasattr(field, "choices"):
        saved.choices = field.choices
    return words(saved)


def told(fields: Iterable[Any]) -> str:
    """The digests of fields as the form carries them."""
    return " ".join(f"{field.name}={digest(words(field))}" for field in fields)


def known(told: str) -> dict[str, str]:
    """The digests by the name of the field, from what a form carried."""
    return dict(_ONE.findall(told))


def digest(text: str) -> str:
    """A digest of some words, however their lines end."""
    return hashlib.blake2b(" ".join(text.split()).encode(), digest_size=6).hexdigest()


def compared(
    fields: Mapping[str, Any], saved: Mapping[str, Any], first: Mapping[str, str]
) -> tuple[list[Difference], list[Any]]:
    """What both have changed since the digests `first`, and the fields that only the other one has changed."""
    both, theirs = [], []
    for name, field in fields.items():
        mine, now = digest(words(field)), digest(words_of_saved(field, saved[name]))
        if mine == now or now == first.get(name):
            continue
        if mine == first.get(name):
            theirs.append(field)
        else:
            both.append(Difference(field, saved[name]))
    return both, theirs
