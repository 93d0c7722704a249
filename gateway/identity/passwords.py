"""Passwords: which are good enough, how they are kept, and the check of one. Who owns one is not known here."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.chassis.i18n import _, n_

SHORTEST: Final = 12
LONGEST: Final = 128
_FEWEST_DIFFERENT_SIGNS: Final = 5

_hasher: Final = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
"""OWASP's lowest recommended setting of argon2id, about 20 ms here; raising it rehashes each password at sign-in."""


def faults_of(password: str, *about_owner: str) -> list[str]:
    """Sentences that say why `password` cannot be taken; none when it is good. No rules of composition (ASVS 6.2)."""
    folded = _normal(password).lower()
    if len(password) < SHORTEST:
        return [n_("Use at least %(n)s character.", "Use at least %(n)s characters.", SHORTEST)]
    if len(password) > LONGEST:
        return [n_("Use at most %(n)s character.", "Use at most %(n)s characters.", LONGEST)]
    if folded in _common() or len(set(folded)) < _FEWEST_DIFFERENT_SIGNS:
        return [_("Many people use this password. Choose another, for example four words that do not belong together.")]
    if any(part in folded for part in _parts(about_owner)):
        return [_("This holds your name, your address or the name of this platform. Choose another password.")]
    return []


def hash_of(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(_normal(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one kept. Takes as long when nothing is kept, to hide who has an account."""
    try:
        right = _hasher.verify(kept or _nobodys(), _normal(password)[: 4 * LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a kept password should be hashed again with today's settings."""
    return _hasher.check_needs_rehash(kept)


def _normal(password: str) -> str:
    """The same password however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)


def _parts(about_owner: tuple[str, ...]) -> list[str]:
    """The words of a name or an address that are long enough to matter."""
    words = " ".join(about_owner).lower().replace("@", " ").replace(".", " ").split()
    return [
        "learningcities",
        "learning cities",
        "learning-cities",
        *(word for word in words if len(word) > 4),
    ]


@cache
def _nobodys() -> str:
    return hash_of("the password of an account that does not exist")


@cache
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))
