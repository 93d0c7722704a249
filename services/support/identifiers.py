"""Finds what names a person in free text: telephone numbers, e-mail addresses, fiscal and insurance numbers.

A warning for who writes, never a refusal: a text may speak of a form that asks for such a number. Numbers with a
check digit count only when it is right, so that ordinary figures raise no alarm. Standard library only, nothing of
a single service: any free text can be scanned.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SEPARATORS = re.compile(r"[ ./-]")

_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./] ?\d{1,2}[./] ?\d{4}\b")
_EMAIL = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w+])(?:\+|00)?\d(?:[ ./()-]{0,2}\d){7,14}(?!\w)")
_CODICE_FISCALE = re.compile(r"\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b", re.IGNORECASE)
_DNI_NIE = re.compile(r"\b[XYZ\d]\d{7}-?[A-Z]\b", re.IGNORECASE)
_STEUER_ID = re.compile(r"\b\d{2}(?: ?\d{3}){3}\b")
_NIR = re.compile(r"\b[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}\b", re.IGNORECASE)
_TAJ = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{3}\b")


def kinds_of_identifiers(text: str) -> list[str]:
    """The kinds of identifiers in `text`, by code: email, codice_fiscale, dni_nie, steuer_id, nir, taj, phone.

    What was found to be one thing is not taken for another: an insurance number is no telephone number as well.
    """
    found: list[str] = []
    text = _DATE.sub(" ", text)
    for kind, form, is_one in _KINDS:
        text, hits = _without(text, form, is_one)
        if hits:
            found.append(kind)
    return found


def _without(text: str, form: re.Pattern[str], is_one: Callable[[str], bool]) -> tuple[str, int]:
    """The text with what `is_one` taken out, and how often that was."""
    hits = 0

    def take(match: re.Match[str]) -> str:
        nonlocal hits
        if not is_one(_SEPARATORS.sub("", match.group()).upper()):
            return match.group()
        hits += 1
        return " "

    return form.sub(take, text), hits


def _is_email(_address: str) -> bool:
    return True


def _is_phone(number: str) -> bool:
    """Nine digits or more; with the sign of an international number, eight."""
    return sum(sign.isdigit() for sign in number) >= (8 if number.startswith("+") else 9)


_ODD_VALUES = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


def _is_codice_fiscale(code: str) -> bool:
    """Italy: the last letter is the sum of the signs before, odd places weighted (D.M. 23/12/1976)."""
    ranks = [int(sign) if sign.isdigit() else ord(sign) - ord("A") for sign in code]
    total = sum(_ODD_VALUES[rank] for rank in ranks[:15:2]) + sum(ranks[1:15:2])
    return total % 26 == ranks[15]


def _is_dni_or_nie(code: str) -> bool:
    """Spain: the letter is the number modulo 23; X, Y, Z of a foreigner's number stand for 0, 1, 2."""
    number = code[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == code[-1]


def _is_steuer_id(code: str) -> bool:
    """Germany: eleven digits, no leading zero, the last after ISO 7064 MOD 11,10."""
    product = 10
    for digit in code[:10]:
        rest = (int(digit) + product) % 10 or 10
        product = rest * 2 % 11
    return code[0] != "0" and (11 - product) % 10 == int(code[10])


def _is_nir(code: str) -> bool:
    """France: the key is 97 less the number modulo 97; Corsica's 2A and 2B count as 19 and 18."""
    number = int(code[:13].replace("2A", "19").replace("2B", "18"))
    return 97 - number % 97 == int(code[13:])


def _is_taj(code: str) -> bool:
    """Hungary: the ninth digit is the sum of the eight before, weighted 3 and 7 in turn, modulo 10."""
    return sum(int(digit) * (3, 7)[place % 2] for place, digit in enumerate(code[:8])) % 10 == int(code[8])


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("email", _EMAIL, _is_email),
    ("codice_fiscale", _CODICE_FISCALE, _is_codice_fiscale),
    ("dni_nie", _DNI_NIE, _is_dni_or_nie),
    ("nir", _NIR, _is_nir),
    ("steuer_id", _STEUER_ID, _is_steuer_id),
    ("taj", _TAJ, _is_taj),
    ("phone", _PHONE, _is_phone),
)
