"""Recovery codes: ten to write down, each good once, for who lost the device. Kept as slow hashes, like passwords."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from gateway.identity import passwords

HOW_MANY: Final = 10
_SIGNS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH: Final = 12
"""59 bits, less than the 112 at which a fast hash would do (ASVS 6.5.2)."""


@dataclass(frozen=True)
class Codes:
    """Ten codes to be shown, in groups of four without signs that look alike ("k3wd-92hp-vx7m"), and what is kept."""

    shown: list[str] = field(repr=False)
    kept: list[str]


def new_codes() -> Codes:
    """Ten new codes. Takes a quarter of a second, so it is done before a transaction."""
    codes = ["".join(secrets.choice(_SIGNS) for _sign in range(_LENGTH)) for _code in range(HOW_MANY)]
    return Codes([_grouped(code) for code in codes], [passwords.hash_of(code) for code in codes])


def match_of(kept: Sequence[str], code: str) -> str | None:
    """What is kept of `code`, None when it is none of them. As long as `new_codes` at worst."""
    typed = _plain(code)
    return next((one for one in kept if passwords.matches(one, typed)), None) if len(typed) == _LENGTH else None


def _grouped(code: str) -> str:
    return "-".join(code[place : place + 4] for place in range(0, _LENGTH, 4))


def _plain(code: str) -> str:
    return "".join(sign for sign in code.lower() if sign.isalnum())
