"""Every sentence of the platform is said in all six languages."""

from pathlib import Path

import pytest

from services.chassis.i18n import ROOT
from services.chassis.web import catalogues


@pytest.mark.parametrize("package", catalogues.packages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sentence_is_in_all_five_catalogues(package: Path) -> None:
    assert [str(fault) for fault in catalogues.faults(package)] == []


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
