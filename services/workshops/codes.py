"""Codes to be read aloud and typed: for a registration link, a voting round, a participant. No storage, no secrets."""

from __future__ import annotations

import secrets
from typing import Final

LETTERS: Final = "34679CDFHJKMPRTWXY"
"""No sign that looks like another of them, no M beside an N, no vowel, so that chance spells no words."""


def new_code(length: int) -> str:
    """A code by chance: 18 possibilities a sign."""
    return "".join(secrets.choice(LETTERS) for _sign in range(length))


def from_digest(digest: bytes, length: int) -> str:
    """The code that a digest stands for, always the same."""
    number, signs = int.from_bytes(digest), []
    for _sign in range(length):
        number, place = divmod(number, len(LETTERS))
        signs.append(LETTERS[place])
    return "".join(signs)


def typed(code: str) -> str:
    """A code as it was meant: small letters, blanks and dashes do not count."""
    return "".join(sign for sign in code.upper() if sign.isalnum())
