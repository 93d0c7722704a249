"""Recovery codes: ten to write down, each good once, for who lost the device. Kept as slow hashes, like passwords."""

from __future__ import annotations

import secrets
from typing import Final

from gateway.identity import passwords

HOW_MANY: Final = 10
_SIGNS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH: Final = 12
"""59 bits, less than the 112 at which a fast hash would do (ASVS 6.5.2)."""


def new_codes() -> list[str]:
    """Ten codes, in groups of four without signs that look alike: "k3wd-92hp-vx7m"."""
    return [_grouped("".join(secrets.choice(_SIGNS) for _sign in range(_LENGTH))) for _code in range(HOW_MANY)]


def kept_of(codes: list[str]) -> list[str]:
    """What is kept of them."""
    return [passwords.hash_of(_plain(code)) for code in codes]


def left_after(kept: list[str], code: str) -> list[str] | None:
    """What is kept once `code` was used; None when it is none of them."""
    typed = _plain(code)
    used = next((one for one in kept if passwords.matches(one, typed)), None) if len(typed) == _LENGTH else None
    return None if used is None else [one for one in kept if one != used]


def _grouped(code: str) -> str:
    return "-".join(code[place : place + 4] for place in range(0, _LENGTH, 4))


def _plain(code: str) -> str:
    return "".join(sign for sign in code.lower() if sign.isalnum())
