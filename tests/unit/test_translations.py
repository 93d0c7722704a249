"""Every sentence of the platform is said in all six languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from marshmallow import Schema
from marshmallow.fields import Field, List, Nested

from services.chassis.i18n import ROOT
from services.chassis.web import catalogues
from tests.browser.staff.network import OWNERS


@pytest.mark.parametrize("package", catalogues.packages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sentence_is_in_all_five_catalogues(package: Path) -> None:
    assert [str(fault) for fault in catalogues.faults(package)] == []


def test_what_is_missing_or_empty_is_told_by_a_sentence_of_ours() -> None:
    """marshmallow's own sentences are English in every language."""
    bodies = {route.body for one in OWNERS for table in one.routes for route in table.table if route.body}
    said = {path: messages for body in bodies for path, messages in _said(body(), body.__name__)}
    assert len(said) > 100
    theirs = set(Field.default_error_messages.values())
    assert [path for path, messages in said.items() if theirs & set(messages.values())] == []


def _said(schema: Schema, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    for name, field in schema.fields.items():
        inner = field.inner if isinstance(field, List) else field
        yield f"{path}.{name}", field.error_messages
        if isinstance(inner, Nested):
            yield from _said(inner.schema, f"{path}.{name}")


ONE_WORD = {
    "partnership": {"it": "partenariat", "de": "partnerschaft", "fr": "partenariat", "es": "partenariad",
                    "hu": "partnersé"},
    "support desk": {"it": "sportello", "de": "servicestelle", "fr": "service d’assistance", "es": "servicio de apoyo",
                     "hu": "segítőszolgálat"},
}  # fmt: skip
"""What some things are called in each language (decision 118), up to where the word bends."""


def sentences_in(language: str) -> Iterator[tuple[str, str]]:
    """Every sentence with its translation, the last forms of those with numbers."""
    for package in catalogues.packages():
        path = package / "translations" / f"{language}.po"
        for message in catalogues._read(path, language) if path.exists() else ():
            source, said = ([one] if isinstance(one, str) else one for one in (message.id, message.string))
            yield source[-1].lower(), said[-1]


@pytest.mark.parametrize("language", catalogues.TARGETS)
def test_one_thing_has_one_word(language: str) -> None:
    called = {thing: words[language] for thing, words in ONE_WORD.items()}
    for source, said in sentences_in(language):
        assert [thing for thing, word in called.items() if thing in source and word not in said.lower()] == [], said


def test_italian_speaks_to_people_in_small_letters() -> None:
    capital = re.compile(r"(?<![.!?:«] )\b(?<!^)(?<!«)(Lei|Suo|Sua|Suoi|Sue)\b")
    assert [said for _source, said in sentences_in("it") if capital.search(said)] == []


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    (tmp_path / "words.py").write_text('_("Hello %(name)s")\nn_("%(n)s idea", "%(n)s ideas", 2)\n')
    (tmp_path / "page.html").write_text("<p>{{ _('Good morning') }}</p>")
    return tmp_path


def test_update_adds_what_is_said_and_check_finds_it_empty(package: Path) -> None:
    catalogues.update(package)
    found = {(fault.catalogue, fault.what) for fault in catalogues.faults(package)}
    assert found == {(f"translations/{language}.po", "empty") for language in catalogues.TARGETS}


def test_update_keeps_translations_and_drops_what_nobody_says(package: Path) -> None:
    italian = package / "translations" / "it.po"
    italian.parent.mkdir()
    italian.write_text('msgid "Good morning"\nmsgstr "Buongiorno"\n\nmsgid "Gone"\nmsgstr "Andato"\n')
    catalogues.update(package)
    assert "Buongiorno" in italian.read_text() and "Gone" not in italian.read_text()


def test_a_translation_that_loses_a_place_is_found(package: Path) -> None:
    catalogues.update(package)
    italian = package / "translations" / "it.po"
    italian.write_text(italian.read_text().replace('%(name)s"\nmsgstr ""', '%(name)s"\nmsgstr "Ciao"'))
    assert "other %(places)s than the source" in {
        fault.what for fault in catalogues.faults(package) if fault.catalogue == "translations/it.po"
    }


def test_hungarian_has_two_forms_of_a_number(package: Path) -> None:
    catalogues.update(package)
    assert "nplurals=2" in (package / "translations" / "hu.po").read_text()
