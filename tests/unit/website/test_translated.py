"""Which language of a text a reader gets, and what is said about it."""

import pytest

from services.chassis.i18n import use_language
from services.website.public.translated import Said, is_illustration, say

TEXT = {
    "it": {"text": "Ciao", "status": "original"},
    "en": {"text": "Hello", "status": "human"},
    "de": {"text": "Hallo", "status": "machine"},
}


@pytest.mark.parametrize(
    ("reader", "chosen"),
    [
        ("it", Said("Ciao", "it")),
        ("en", Said("Hello", "en")),
        ("de", Said("Hallo", "de", "maschinell übersetzt")),
        ("fr", Said("Ciao", "it", "non traduit")),
    ],
)
def test_the_reader_s_language_comes_first_then_the_text_s_own(reader: str, chosen: Said) -> None:
    with use_language(reader):
        assert say(TEXT) == chosen


def test_a_translation_says_that_its_original_was_written_since() -> None:
    texts = {**TEXT, "it": {**TEXT["it"], "updated": "2026-11-30T10:00:00.000+00:00"}}
    for language, mark in (("en", "older than the original"), ("de", "maschinell übersetzt, älter als das Original")):
        with use_language(language):
            assert say(texts) == Said(TEXT[language]["text"], language, mark)


def test_without_an_original_english_comes_before_any_other() -> None:
    texts = {tag: {**value, "status": "reviewed"} for tag, value in TEXT.items()}
    with use_language("hu"):
        assert say(texts) == Said("Hello", "en", "nincs lefordítva")
        assert say({"it": texts["it"]}) == Said("Ciao", "it", "nincs lefordítva")


def test_a_plain_text_is_in_the_language_that_is_named() -> None:
    with use_language("es"):
        assert say("Ciao", "it") == Said("Ciao", "it", "sin traducir")
        assert say("Hola", "es") == Said("Hola", "es")


def test_where_nothing_was_written_nothing_is_said() -> None:
    assert say(None) is None
    assert say({}) is None
    assert say({"it": {"text": ""}}) is None


@pytest.mark.parametrize(
    "title", ["Pratica (illustrazione)", "Praxis (Illustration)", "Práctica (ilustración)", "Illusztráció"]
)
def test_an_illustration_is_known_by_its_flag_or_its_title(title: str) -> None:
    assert is_illustration({"illustration": True})
    assert is_illustration({"title": {"it": {"text": title}}})
    assert not is_illustration({"title": {"it": {"text": "Pratica"}}, "illustration": False})
