"""Every kind of mail in every language: complete, translated, safe."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from services.chassis.i18n import LANGUAGES
from services.notifications.mails import model
from services.notifications.mails.reactions import MAILS
from services.notifications.mails.rendering import kinds, render
from services.notifications.messages.reactions import KIND_BY_TYPE
from services.notifications.messages.sentences import SENTENCES
from services.notifications.preferences.model import IN_APP_KINDS, MAIL_KINDS

FACTS: dict[str, Any] = {
    "title": {"it": {"text": "Scuola aperta"}}, "starts_at": datetime(2027, 3, 18, 13, 30, tzinfo=UTC),
    "ends_at": datetime(2027, 3, 18, 17, tzinfo=UTC), "timezone": "Europe/Rome",
    "place": {"name": "Le Ciminiere", "address": None}, "status": "registered", "position": 2, "idea": "Corsi",
    "number": 1, "plan": {"it": {"text": "Piano"}}, "measure": {"it": {"text": "Corsi serali"}}, "reason": "failing",
    "host": "city.example", "change": "reset", "new": 2, "search": "s1", "platform": "https://cities.example",
    "of": "LDP", "partnership": "p1", "ends_on": "2027-01-31", "receipt": "r1", "waits_for": "workshops",
}  # fmt: skip
PERSON = {"name": "Ana", "link": "https://cities.example/x?a=1&b=2", "personal_code": "K7"}


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_written_in_every_language(kind: str, language: str) -> None:
    words = render(kind, FACTS, PERSON | {"language": language})
    assert (words.language, "\n" in words.subject) == (language, False)
    assert "Ana" in words.text and not re.search(r"%\(|\n\n\n|  ", words.text)
    assert f'<html lang="{language}">' in words.html
    if language != "en":
        english = render(kind, FACTS, PERSON | {"language": "en"})
        assert not set(english.text.split("\n")) & set(words.text.split("\n")) - {
            "",
            "--",
            "Corsi serali",
            PERSON["link"],
        }


def test_every_kind_that_a_rule_names_has_a_template() -> None:
    named = {*MAILS.values(), *model.INVITATIONS, *model.CANCELLATIONS, *model.PROMOTIONAL, *MAIL_KINDS}
    assert named - set(kinds()) == set()


def test_every_message_has_its_sentence_and_its_switch() -> None:
    assert set(KIND_BY_TYPE.values()) - set(SENTENCES) == set()
    assert set(SENTENCES) == set(IN_APP_KINDS)


@pytest.mark.parametrize(
    ("told", "language"), [("de-AT", "de"), ("pt", "en"), ("", "en"), (None, "en"), ("HU", "en"), ("hu", "hu")]
)
def test_who_reads_a_language_that_we_do_not_write_gets_english(told: str | None, language: str) -> None:
    assert render("ticket-received", {}, PERSON | {"language": told}).language == language


def test_without_name_or_link_the_text_still_reads_well() -> None:
    words = render("ticket-closed", {}, {"name": None, "link": None, "language": "en"})
    assert words.text.startswith("Hello,\n\nThe support desk has closed")
    assert "None" not in words.text


def test_html_says_the_same_as_the_text_and_escapes_it() -> None:
    facts = FACTS | {"title": {"en": {"text": '<b>Open</b> & "free"'}}}
    words = render("registration-accepted", facts, PERSON | {"language": "en", "name": "<i>Ana</i>"})
    assert "&lt;b&gt;Open&lt;/b&gt; &amp;" in words.html and "<i>" not in words.html
    assert '<a href="https://cities.example/x?a=1&amp;b=2">' in words.html
    assert re.findall(r"<a ", words.html) == ["<a "]


def test_a_web_address_in_a_name_is_not_made_a_link() -> None:
    words = render("ticket-received", {}, {"name": "https://evil.example", "link": None, "language": "en"})
    assert "<a " not in words.html
