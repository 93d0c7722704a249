"""What in a text leads to a person: e-mail addresses, telephone numbers, numbers of tax and insurance.

Free text is looked through before everybody may read it. It warns and never refuses: the number of an office is no
secret, and which is which only a person can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final

_MAIL: Final = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE, _ADDRESS, _NUMBER = "phone", "email", "personal_number"
KINDS: Final = (_PHONE, _ADDRESS, _NUMBER)
"""A personal number is one of tax, identity or insurance."""

Find = Callable[[str], Iterator[tuple[str, str]]]
"""What finds in a line, as (kind, as it is written)."""


def traces_in(texts: Iterable[Mapping[str, str]], country: str | None) -> list[dict[str, Any]]:
    """What is found in `texts` ({name, text}): {name, line, kind, written}, as it is written. Telephone numbers also
    as they are written in `country` (ISO 3166 alpha-2).
    """
    return [
        {"name": one["name"], "line": number, "kind": kind, "written": written}
        for one in texts
        for number, line in enumerate(one["text"].splitlines(), start=1)
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
