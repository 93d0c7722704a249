"""When a text by language was written, and which translations their source has left behind."""

from typing import Any

from services.chassis.texts import out_of_date, rewritten

ITALIAN = {"text": "Corsi", "status": "original"}
GERMAN = {"text": "Kurse", "status": "reviewed"}
FRENCH = {"text": "Cours", "status": "machine", "source_lang": "de"}
TEXTS = {"it": ITALIAN, "de": GERMAN, "fr": FRENCH}
FIRST, LATER = "2026-11-30T10:00:00.000+00:00", "2026-12-01T10:00:00.000+00:00"


def with_(language: str, texts: Any = TEXTS, **parts: str) -> dict[str, Any]:
    return {**texts, language: {**texts[language], **parts}}


def test_a_new_source_leaves_behind_what_was_made_from_it_until_that_is_edited_or_confirmed() -> None:
    assert out_of_date(TEXTS) == []
    changed = rewritten(TEXTS, with_("it", text="Corsi e tirocini"), FIRST)
    assert (changed["it"]["updated"], out_of_date(changed)) == (FIRST, ["de"])
    assert changed["de"] == {"text": "Kurse", "status": "human"}, "nobody has reviewed it since"
    assert out_of_date(rewritten(changed, with_("de", changed, text="Kurse und Praktika"), LATER)) == ["fr"]
    assert out_of_date(rewritten(changed, with_("de", changed, status="reviewed"), LATER)) == ["fr"]


def test_saying_the_same_again_changes_nothing_and_no_writer_sets_the_time() -> None:
    changed = rewritten(TEXTS, with_("it", text="Corsi e tirocini"), FIRST)
    undated = {tag: {part: one for part, one in text.items() if part != "updated"} for tag, text in changed.items()}
    assert rewritten(changed, undated, LATER) == changed
    assert rewritten(changed, with_("de", changed, updated=LATER), LATER) == changed


def test_both_written_together_are_of_one_time() -> None:
    both = with_("de", with_("it", text="Corsi e tirocini"), text="Kurse und Praktika")
    assert out_of_date(rewritten(TEXTS, both, FIRST)) == ["fr"]


def test_texts_deeper_down_are_followed_by_the_id_of_their_part() -> None:
    parts = [{"id": "a", "title": TEXTS}, {"id": "b", "title": TEXTS}]
    moved = [{"id": "b", "title": with_("it", text="Altro")}, {"id": "a", "title": TEXTS}, {"id": "c", "title": TEXTS}]
    told = rewritten(parts, moved, FIRST)
    assert [out_of_date(one["title"]) for one in told] == [["de"], [], []]
    known_by_place = rewritten([{"title": TEXTS}], [{"id": "a", "title": moved[0]["title"]}, moved[1]], FIRST)
    assert [out_of_date(one["title"]) for one in known_by_place] == [["de"], []]
    assert rewritten({"sites": {"main": 1}}, {"sites": {"main": 2}}, FIRST) == {"sites": {"main": 2}}


def test_two_originals_are_nobody_s_translations() -> None:
    texts = {"it": ITALIAN, "de": {"text": "Kurse", "status": "original"}}
    assert out_of_date(rewritten(texts, with_("it", texts, text="Altro"), FIRST)) == []
