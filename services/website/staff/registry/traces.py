"""What in a text leads to a person: e-mail addresses, telephone numbers, numbers of tax and insurance.

Free text is looked through before everybody may read it. It warns and never refuses: the number of an office is no
secret, and which is which only a person can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from services.chassis.i18n import N_, _

_MAIL: Final = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE: Final = N_("telephone number")
_ADDRESS: Final = N_("e-mail address")
_NUMBER: Final = N_("personal number of tax, identity or insurance")


Find = Callable[[str], Iterator[tuple[str, str]]]
"""What finds in a line, as (kind, as it is written)."""


@dataclass(frozen=True)
class Trace:
    """What was found, as it is written, of which kind, in which line of which text."""

    where: str
    line: int
    kind: str
    written: str

    def __str__(self) -> str:
        facts = {"where": self.where, "line": self.line, "kind": _(self.kind), "written": self.written}
        return _("%(where)s, line %(line)s: “%(written)s” (%(kind)s)", **facts)


def traces_in(texts: Mapping[str, str | None], country: str | None) -> list[Trace]:
    """What is found in `texts`, which stand under what they are called; telephone numbers also as they are written in
    `country` (ISO 3166 alpha-2).
    """
    return [
        Trace(where, number, kind, written)
        for where, text in texts.items()
        for number, line in enumerate((text or "").splitlines(), start=1)
        for kind, written in _found(line, country)
    ]


def _found(line: str, country: str | None) -> Iterator[tuple[str, str]]:
    """Each once, what is sure first: of a number that could be two things it is said which one it is."""
    finds: list[Find] = [_addresses, *_numbers(), partial(_phones, country)]
    for find in finds:
        for kind, written in [*find(line)]:
            yield kind, written
            line = line.replace(written, " ")


def _addresses(line: str) -> Iterator[tuple[str, str]]:
    for found in _MAIL.finditer(line):
        yield _ADDRESS, found.group().rstrip(".-'")


def _phones(country: str | None, line: str) -> Iterator[tuple[str, str]]:
    import phonenumbers  # slow to load, and few pages look for numbers

    for found in phonenumbers.PhoneNumberMatcher(line, country):
        yield _PHONE, found.raw_string


def _numbers() -> list[Find]:
    return [partial(_of_form, form, is_right) for form, is_right in _forms()]


def _of_form(form: re.Pattern[str], is_right: Callable[[str], bool], line: str) -> Iterator[tuple[str, str]]:
    return ((_NUMBER, found.group()) for found in form.finditer(line) if is_right(found.group()))


def _forms() -> list[tuple[re.Pattern[str], Callable[[str], bool]]]:
    """How the numbers of people are written in the six countries; check digits tell them from other numbers."""
    from stdnum.de import idnr
    from stdnum.es import dni, nie
    from stdnum.fr import nir
    from stdnum.it import codicefiscale

    return [
        (re.compile(r"\b[A-Z]{6}\w{2}[A-Z]\w{2}[A-Z]\w{3}[A-Z]\b", re.IGNORECASE), codicefiscale.is_valid),
        (re.compile(r"\b\d{8}[ -]?[A-Z]\b", re.IGNORECASE), dni.is_valid),
        (re.compile(r"\b[XYZ][ -]?\d{7}[ -]?[A-Z]\b", re.IGNORECASE), nie.is_valid),
        (re.compile(r"\b[12](?:[ .]?[\dAB]){14}\b"), nir.is_valid),
        (re.compile(r"\b[1-9](?:[ ]?\d){10}\b"), idnr.is_valid),
        (re.compile(r"\b\d{3}[ -]\d{3}[ -]\d{3}\b|\b\d{9}\b"), _is_taj),
    ]


def _is_taj(written: str) -> bool:
    """The Hungarian number of social insurance: the last digit is the sum of the others, times 3 and 7 in turn."""
    digits = [int(sign) for sign in written if sign.isdecimal()]
    return sum(digit * (3, 7)[place % 2] for place, digit in enumerate(digits[:8])) % 10 == digits[8]
