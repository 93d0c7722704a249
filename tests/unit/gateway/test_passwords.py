"""Which passwords are good enough: long, not usual, not about oneself; no rules of composition."""

from __future__ import annotations

import pytest

from gateway.identity import passwords


@pytest.mark.parametrize(
    "good",
    [
        "violet kettle forty bridges",
        "ÁRVÍZTŰRŐ tükörfúrógép",
        "abcdefghijkl1",
        "x" * 64 + "yzab",
        "            a bcd",
        "🦔🦊🐻🐼🦁🐯🐸🐵🐔🐧🐦🐤",
    ],
)
def test_good_ones(good: str) -> None:
    assert passwords.faults_of(good, "Ada Lovelace", "ada@example.org") == []


@pytest.mark.parametrize(
    "poor",
    [
        "short", "elevensigns", "x" * 129, "aaaaaaaaaaaa", "abababababab", "qwertyuiop[]", "QWERTYuiop123",
        "password1234",
        "learningcities2010", "my name is lovelace", "example and more signs",
    ],
)  # fmt: skip
def test_poor_ones(poor: str) -> None:
    assert len(passwords.faults_of(poor, "Ada Lovelace", "ada@example.org")) == 1


def test_the_same_word_typed_on_another_keyboard_matches() -> None:
    assert passwords.matches(passwords.hash_of("caf\u00e9 caf\u00e9 caf\u00e9"), "cafe\u0301 cafe\u0301 cafe\u0301")


def test_nothing_matches_where_nothing_is_kept() -> None:
    assert not passwords.matches(None, "the password of an account that does not exist")
    assert not passwords.matches("not a hash", "not a hash")


def test_the_settings_are_those_of_owasp_and_older_ones_are_outdated() -> None:
    assert passwords.hash_of("violet kettle").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_outdated(passwords.hash_of("violet kettle"))
