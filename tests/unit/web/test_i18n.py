"""The language of a reader: how it is chosen and how it is kept."""

import re

import pytest

from services.chassis.i18n import _, current_language, n_, negotiate, set_language, use_language


@pytest.mark.parametrize(
    ("header", "preferred", "chosen"),
    [
        ("", None, "en"),
        ("de-AT", None, "de"),
        ("pt, hu;q=0.4, it;q=0.9", None, "it"),
        ("fr;q=0, es;q=0.1", None, "es"),
        ("it", "hu", "hu"),
        ("it", "pt", "it"),
        ("fr;q=nonsense, de", None, "de"),
    ],
)
def test_the_best_language_that_we_speak_is_chosen(header: str, preferred: str | None, chosen: str) -> None:
    assert negotiate(header, preferred) == chosen


def test_a_language_holds_inside_its_block_only() -> None:
    with use_language("hu"):
        assert current_language() == "hu"
    assert current_language() == "en"


def test_an_unknown_language_means_english() -> None:
    with use_language("it"):
        set_language("xx")
        assert current_language() == "en"


def test_places_are_filled_and_a_bare_percent_sign_is_left_alone() -> None:
    assert _("100 %") == "100 %"
    assert _("Hello %(name)s", name="Ada") == "Hello Ada"


@pytest.mark.parametrize(("n", "expected"), [(0, "0 ideas"), (1, "1 idea"), (2, "2 ideas")])
def test_a_number_chooses_its_form(n: int, expected: str) -> None:
    assert n_("%(n)s idea", "%(n)s ideas", n) == expected


@pytest.mark.parametrize("language", ["it", "fr"])
def test_an_apostrophe_is_printed_as_one_however_it_was_typed(language: str) -> None:
    with use_language(language):
        assert "’" in _("An identity document")
        assert not re.search(r"\w'\w", _("An identity document"))


def test_no_line_is_broken_before_a_french_sign() -> None:
    with use_language("fr"):
        assert _("“%(label)s”", label="Nom") == "«\N{NO-BREAK SPACE}Nom\N{NO-BREAK SPACE}»"
