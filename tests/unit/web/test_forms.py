"""What people type becomes what the API takes, and what the API refuses comes back to its field."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from services.chassis.errors import Conflict, Invalid, Unavailable
from services.chassis.i18n import use_language
from services.chassis.web.forms import Form, checkboxes, day, integer, money, text, time, translated

KINDS = {"one": "The first", "two": "The second"}


class Asked(Form):
    name = text("Name")
    quotas__residents = integer("Residents", optional=True)
    budget = money("Budget", optional=True)
    held = day("Held on", optional=True)
    begins = time("Begins", optional=True)
    kinds = checkboxes("Kinds", choices=KINDS, optional=True)


def sent(**typed: Any) -> Asked:
    """The form after these were typed; the name is given unless the test says otherwise."""
    with Flask("test").test_request_context(method="POST", data={"name": "Ada", **typed}):
        form = Asked()
        form.validate()
        return form


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("12500", 1250000), ("12.500,50", 1250050), ("12,500.5", 1250050), ("€ 7", 700), ("0,99", 99), ("1.200", 120000)],
)
def test_money_is_read_as_people_write_it(typed: str, cents: int) -> None:
    assert sent(budget=typed).budget.data == {"amount": cents, "currency": "EUR"}


@pytest.mark.parametrize(
    ("typed", "read"), [("9:30", "09:30"), ("14.05", "14:05"), ("930", "09:30"), ("8", "08:00"), ("8h15", "08:15")]
)
def test_a_time_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert sent(begins=typed).begins.data == read


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("begins", "25:00", "“Begins” must be a time such as 09:30"),
        ("begins", "soon", "“Begins” must be a time such as 09:30"),
        ("budget", "much", "“Budget” must be an amount such as 12500 or 12500.50"),
        ("quotas__residents", "1.5", "“Residents” must be a whole number"),
        ("name", "   ", "Enter “Name”"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(field: str, typed: str, message: str) -> None:
    form = sent(**{field: typed})
    assert form.errors == {field: [message]}
    assert form[field]._value() == typed.strip() or field != "name"


def test_a_date_is_three_numbers() -> None:
    assert sent(**{"held-day": "8", "held-month": "3", "held-year": "2027"}).held.data == "2027-03-08"


def test_a_date_that_is_none_leads_to_its_first_wrong_box() -> None:
    form = sent(**{"held-day": "8", "held-month": "", "held-year": "2027"})
    assert list(form.summary()) == [("“Held on” must be a real date", "held-month")]


def test_the_date_is_asked_year_first_in_hungarian() -> None:
    from services.chassis.web.forms.widgets import DateInput

    form = sent()
    with use_language("hu"):
        boxes = DateInput().map_gov_params(form.held, id="held")["items"]
    assert [box["id"] for box in boxes] == ["held-year", "held-month", "held-day"]


def test_the_body_is_nested_along_the_names() -> None:
    body = sent(quotas__residents="8", kinds=["one"]).body()
    assert body == {
        "name": "Ada", "quotas": {"residents": 8}, "budget": None, "held": None, "begins": None, "kinds": ["one"],
    }  # fmt: skip


class Question(Form):
    body_ = text("The question")


def test_a_field_may_be_named_after_something_of_the_form_itself() -> None:
    with Flask("test").test_request_context(method="POST", data={"body_": "How?"}):
        form = Question()
        assert form.body() == {"body": "How?"}
        form.accept(lambda: refuse(Invalid({"body": ["Too short."]})))
        assert list(form.summary()) == [("“The question”: Too short.", "body_")]


def refuse(problem: Exception) -> Any:
    raise problem


def accepted(problem: Exception) -> Asked:
    with Flask("test").test_request_context(method="POST", data={"name": "Ada"}):
        form = Asked()
        assert form.accept(lambda: refuse(problem)) is None
        return form


def test_what_the_api_refuses_comes_back_to_its_field() -> None:
    form = accepted(Invalid({"quotas.residents": ["At most 40."], "kinds.0": ["Unknown."], "agenda": ["Too long."]}))
    assert list(form.summary()) == [
        ("Too long.", ""), ("“Residents”: At most 40.", "quotas__residents"), ("“Kinds”: Unknown.", "kinds"),
    ]  # fmt: skip


def test_a_conflict_is_said_for_the_whole() -> None:
    assert list(accepted(Conflict("The name is in use.")).summary()) == [("The name is in use.", "")]


class Titled(Form):
    title = translated("Title")


ORIGINAL = {"it": {"text": "Ciao", "status": "original"}}


def titled(typed: str, shown: dict[str, Any], language: str) -> Titled:
    with Flask("test").test_request_context(method="POST", data={"title": typed}), use_language(language):
        form = Titled({"title": shown})
        form.validate()
        return form


def test_a_text_is_written_in_the_language_of_the_page_and_the_others_stay() -> None:
    assert titled("Hello", ORIGINAL, "en").title.data == {**ORIGINAL, "en": {"text": "Hello", "status": "human"}}
    assert titled("Ciao!", ORIGINAL, "it").title.data == {"it": {"text": "Ciao!", "status": "original"}}
    assert titled("Hallo", {}, "de").title.data == {"de": {"text": "Hallo", "status": "original"}}
    machine = {**ORIGINAL, "de": {"text": "Hallo", "status": "machine"}}
    assert titled("Hallo", machine, "de").title.data == machine
    assert titled("Servus", machine, "de").title.data["de"] == {"text": "Servus", "status": "human"}


def test_a_text_that_is_taken_away_in_one_language_stays_in_the_others() -> None:
    assert titled("", ORIGINAL, "en").title.data == ORIGINAL
    assert titled("", ORIGINAL, "it").errors == {"title": ["Inserisca «Titolo»"]}


def test_a_missing_version_shows_what_the_other_one_says() -> None:
    form = titled("", ORIGINAL, "en")
    assert form.title.spoken_hint() == "In Italiano: Ciao"


def test_a_service_that_is_down_loses_no_input() -> None:
    form = accepted(Unavailable())
    assert list(form.summary()) == [
        ("We cannot take this just now. Nothing is lost: wait a moment and send it again.", "")
    ]
    assert form.name.data == "Ada"


@pytest.mark.parametrize("put_in_its_place", ["two\r\nlines", "a\0b", "<?xml ?>\n<x/>", "ключ", "x" * 256, " "])
def test_a_hidden_value_that_somebody_has_replaced_goes_no_further(put_in_its_place: str) -> None:
    form = sent(key=put_in_its_place, etag=put_in_its_place)
    assert (form.key.isascii(), form.key.isprintable(), len(form.key) < 40, form.etag) == (True, True, True, "")
    assert sent(key="kept-as_it.is", etag='"7"').key == "kept-as_it.is"
