"""Events evolve without breaking anybody: new code reads what old code said, old code reads what new code says."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from services.chassis.events.contract import Event
from tests.contracts.freeze import FROZEN, all_events, frozen_path
from tests.contracts.samples import sample

EVENTS = all_events()


def frozen(event: type[Event]) -> dict[str, Any]:
    return json.loads(frozen_path(event).read_text())


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_new_code_reads_what_old_code_said(event: type[Event]) -> None:
    old = frozen(event)
    assert event.heard(old["bare"]).keys() >= old["bare"].keys()
    assert event.heard(old["full"]).keys() >= old["full"].keys()


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_old_code_reads_what_new_code_says(event: type[Event]) -> None:
    # A reader keeps the fields that it does not know (`Event.heard`), so an event may grow.
    old = jsonschema.Draft202012Validator({**frozen(event)["schema"], "additionalProperties": True})
    for full in (True, False):
        said = event.said(sample(event(), full=full))
        assert [error.message for error in old.iter_errors(said)] == []


def test_every_event_is_frozen_and_nothing_frozen_was_dropped() -> None:
    assert sorted(path.name for path in FROZEN.glob("*.json")) == sorted(frozen_path(event).name for event in EVENTS)


def test_the_sequence_of_words_in_every_type_is_service_subject_verb_version() -> None:
    wrong = [event.type for event in EVENTS if len(event.type.split(".")) != 6 or not event.type.endswith(".v1")]
    assert wrong == []


def test_every_event_says_in_its_docstring_who_hears_it() -> None:
    assert [event.type for event in EVENTS if "eard by" not in (event.__doc__ or "")] == []
