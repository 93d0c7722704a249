"""Two people change the same thing by a form: nothing is lost in silence, neither what one typed nor what is saved."""

from __future__ import annotations

import html
import re
from typing import Any

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from services.chassis.errors import Stale
from services.chassis.web.forms import Form, checkbox, checkboxes, day, integer, long_text, select, text, translated

KINDS = {"ngo": "Association", "school": "School", "other": "Other"}
SAVED = {
    "name": "Astra",
    "kind": "ngo",
    "kinds": ["ngo"],
    "since": "2026-01-01",
    "note": "Old",
    "about": None,
    "seats": 20,
    "open": False,
}


class Sheet(Form):
    """What two people change at once."""

    name = text("Name")
    kind = select("Kind", choices=KINDS)
    kinds = checkboxes("Kinds", choices=KINDS, optional=True)
    since = day("Since", optional=True)
    note = long_text("Note", optional=True)
    about = translated("About", optional=True)
    seats = integer("Seats", optional=True)
    open = checkbox("Open", optional=True)


class Store:
    """A sheet with its version, as the API keeps it."""

    def __init__(self) -> None:
        self.sheet: dict[str, Any] = dict(SAVED)
        self.version = 1

    @property
    def etag(self) -> str:
        return f'"{self.version}"'

    def save(self, body: dict[str, Any], etag: str) -> bool:
        if etag != self.etag:
            raise Stale
        self.sheet.update(body)
        self.version += 1
        return True


def sent(typed: dict[str, Any], hidden: dict[str, str]) -> dict[str, Any]:
    """What a browser sends for these values."""
    year, month, day = (typed["since"] or "--").split("-")
    boxes = {"since-year": year, "since-month": month, "since-day": day}
    about = (typed["about"] or {}).get("en", {}).get("text", "")
    ticked = {"open": "y"} if typed["open"] else {}
    return {
        **{name: one for name, one in typed.items() if name != "open"},
        **ticked,
        **boxes,
        **hidden,
        "note": (typed["note"] or "").replace("\n", "\r\n"),
        "about": about,
    }


class Somebody:
    """Opens the form, types, sends it, again if need be."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.typed = dict(store.sheet)
        with Flask("test").test_request_context():
            self._read(Sheet(store.sheet, store.etag))

    def _read(self, form: Sheet) -> None:
        tags = re.findall(r'name="(\w+)" value="([^"]*)"', str(form.hidden()))
        self.hidden = {name: html.unescape(value) for name, value in tags}

    def send(self, **chosen: str) -> Sheet:
        """Send it; what is chosen of two versions by the name of the field."""
        choosing = {"choose": list(chosen)} | {f"keep-{name}": one for name, one in chosen.items() if one}
        data = {**sent(self.typed, self.hidden), **choosing}
        with Flask("test").test_request_context(method="POST", data=data):
            form = Sheet(self.store.sheet, self.store.etag)
            self.saved = form.accept(lambda: self.store.save(form.body(), form.etag))
            self._read(form)
            self.typed = {name: field.data for name, field in form._fields.items()}
            self.asked = [(one.name, one.mine, one.theirs) for one in form.differences]
            self.told = list(form.summary())
        return form


def test_what_only_one_has_changed_is_kept_and_what_both_have_is_asked() -> None:
    store = Store()
    me, other = Somebody(store), Somebody(store)
    other.typed |= {"name": "Theirs", "kinds": ["school"], "since": None, "seats": 40, "open": True}
    assert other.send() and other.saved
    me.typed |= {"name": "Mine", "note": "New\nin two lines"}
    form = me.send()
    assert (me.saved, form.failed, me.asked) == (None, True, [("name", "Mine", "Theirs")])
    assert form.taken == [("Kinds", "School"), ("Since", ""), ("Seats", "40"), ("Open", "Yes")]
    assert form.seats._value() == "40"
    assert store.sheet["name"] == "Theirs"
    assert me.typed["name"] == "Mine" and me.typed["since"] is None
    me.send(name="")
    assert (me.saved, me.told) == (None, [("Choose which version of “Name” is to stay", "keep-name")])
    me.send(name="mine")
    assert me.saved
    theirs = {"kinds": ["school"], "since": None, "seats": 40, "open": True}
    assert store.sheet == {**SAVED, **theirs, "name": "Mine", "about": {}, "note": store.sheet["note"]}
    assert store.sheet["note"].split() == ["New", "in", "two", "lines"]


def test_the_version_of_the_other_one_can_be_chosen() -> None:
    store = Store()
    me, other = Somebody(store), Somebody(store)
    other.typed |= {"name": "Theirs", "kind": "school"}
    other.send()
    me.typed |= {"name": "Mine", "kind": "other"}
    me.send()
    assert me.asked == [("name", "Mine", "Theirs"), ("kind", "Other", "School")]
    me.send(name="theirs", kind="mine")
    assert me.saved and (store.sheet["name"], store.sheet["kind"]) == ("Theirs", "other")


def test_somebody_who_is_late_twice_is_asked_twice() -> None:
    store = Store()
    me, other = Somebody(store), Somebody(store)
    other.typed["name"] = "Second"
    other.send()
    me.typed["name"] = "Mine"
    me.send()
    other = Somebody(store)
    other.typed["name"] = "Third"
    other.send()
    me.send(name="mine")
    assert (me.saved, me.asked) == (None, [("name", "Mine", "Third")])
    me.send(name="mine")
    assert me.saved and store.sheet["name"] == "Mine"


def test_a_page_that_only_asks_says_that_it_was_changed() -> None:
    with Flask("test").test_request_context(method="POST", data={"etag": '"1"', "key": "k"}):
        form = Form(etag='"2"')

        def send() -> None:
            raise Stale

        form.accept(send)
        assert [message for message, _anchor in form.summary()] == [
            "Somebody else changed this in the meantime. Go back to see how it is now, or send this again."
        ]
        assert form.etag == '"2"'


WORDS = st.sampled_from(["Astra", "Luna", "Sol"])
CHANGE = st.fixed_dictionaries(
    {},
    optional={
        "seats": st.integers(1, 3),
        "open": st.just(True),
        "name": WORDS,
        "note": WORDS,
        "kind": st.sampled_from([*KINDS]),
        "kinds": st.just(["school", "other"]),
    },
)


@settings(max_examples=60, deadline=None)
@given(CHANGE, CHANGE, st.sampled_from(["mine", "theirs"]))
def test_no_edit_of_two_people_is_ever_lost_in_silence(first: Any, second: Any, choice: str) -> None:
    store = Store()
    me, other = Somebody(store), Somebody(store)
    other.typed |= first
    other.send()
    me.typed |= second
    form = me.send()
    shown = {one.name for one in form.differences}
    both = {name for name in second if name in first and SAVED[name] not in (first[name], second[name])}
    assert shown == {name for name in both if first[name] != second[name]}
    if not me.saved:
        me.send(**dict.fromkeys(shown, choice))
    for name in {*first, *second}:
        theirs, mine = first.get(name, SAVED[name]), second.get(name, SAVED[name])
        touched = mine != SAVED[name] and (name not in shown or choice == "mine")
        assert store.sheet[name] == (mine if touched else theirs), name
