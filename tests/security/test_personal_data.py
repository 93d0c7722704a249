"""Who a person is stays with the service that was told (security list 40): canaries are sent, then looked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import structlog

import gateway.service
import services.notifications.service
from gateway.identity.accounts import create_account
from services.chassis.telemetry.logs import PROCESSORS
from services.chassis.telemetry.metrics import REQUESTS
from services.chassis.testing import ServiceUnderTest
from services.contracts.support import TicketOpened
from tests.security import rules
from tests.security.estates import OWNERS, PERSON
from tests.security.everyone import OURS, person_of
from tests.security.examples import EMAIL, NAME, PERSONAL

Start = Callable[..., ServiceUnderTest]


@pytest.fixture
def log() -> Iterator[list[str]]:
    """The lines that are logged, as the platform writes them."""
    lines: list[str] = []
    before = structlog.get_config()

    def keep(logger: Any, method: str, entry: Any) -> Any:
        lines.append(str(structlog.processors.JSONRenderer()(logger, method, entry)))
        raise structlog.DropEvent

    structlog.configure(processors=[*PROCESSORS, keep], cache_logger_on_first_use=False)
    yield lines
    structlog.configure(**before)


@pytest.mark.parametrize("name", OWNERS)
def test_no_canary_leaves_the_documents_of_its_owner(name: str, service_under_test: Start, log: list[str]) -> None:
    service, make = OWNERS[name]
    asked = service_under_test(service)
    estate = make(asked)
    assert name in ("transfers", "notifications") or any(
        mark in _text(asked, asked.database.declared) for mark in PERSONAL
    )
    _ask_for_everything(asked, rules.places(service, estate), estate)
    told = [table for table in ("outbox", "inbox", "audit") if any(mark in _text(asked, [table]) for mark in PERSONAL)]
    assert told == []
    assert log and [line for line in log if any(mark in line for mark in PERSONAL)] == []


def test_what_goes_wrong_is_logged_without_the_words_of_the_error(service_under_test: Start, log: list[str]) -> None:
    asked = service_under_test(gateway.service.service)
    operator = asked.caller(person_of("operator", OURS))
    create_account(asked.database, EMAIL, NAME, "violet kettle forty bridges", ["lead_staff"], [OURS])
    asked.database.rows("accounts").update_one({}, {"$set": {"deleted_at": asked.clock.now()}})  # hidden, in the way
    problem = operator.post(
        "/accounts", {**PERSON, "language": "en", "roles": ["lead_staff"], "cities": [OURS]}, status=500
    )
    faults = [json.loads(line) for line in log if "request.failed" in line]
    assert [fault["fault"] for fault in faults] == ["DuplicateKeyError"]
    assert "unit_of_work.py" in faults[0]["exception"]
    assert not any(mark in json.dumps([*log, problem]) for mark in PERSONAL)


def test_who_was_refused_is_logged_by_id(service_under_test: Start, log: list[str]) -> None:
    asked = service_under_test(gateway.service.service)
    asked.caller(person_of("facilitator", OURS)).get("/accounts", status=403)
    assert json.loads(log[-1])["actor"] == f"facilitator-{OURS}"
    asked.caller(person_of("coordinator", OURS)).get("/accounts")
    assert "actor" not in json.loads(log[-1])


def test_methods_that_are_none_are_counted_as_one(service_under_test: Start, log: list[str]) -> None:
    asked = service_under_test(services.notifications.service.service)
    for number in range(20):
        asked.app.test_client().open("/api/v1/notifications/mails", method=f"NONE{number}")
    counted = {sample.labels["method"] for metric in REQUESTS.collect() for sample in metric.samples}
    assert "other" in counted
    assert not any(method.startswith("NONE") for method in [*counted, *(json.loads(line)["method"] for line in log)])


def test_a_line_of_the_log_is_one_line_whatever_was_sent(service_under_test: Start, log: list[str]) -> None:
    asked = service_under_test(services.notifications.service.service)
    forged = '\r\n{"event":"request","level":"info"}\r\n'
    client = asked.app.test_client()
    client.get("/api/v1/notifications/mails/x%0d%0a{forged}", headers={"traceparent": "00-" + "0" * 32})
    client.post("/api/v1/notifications/public/unsubscribe/" + forged.replace("\r\n", "%0D%0A"))
    client.open("/api/v1/notifications/mails", method="GET\u2028X")
    asked.hears(TicketOpened, subject=forged, data=_facts(), city=OURS, dataref="/contacts/tickets/" + forged)
    asked.run_job("send-mails")
    assert len(log) >= 4
    assert [line for line in log if len(line.splitlines()) != 1 or "event" not in json.loads(line)] == []


def _facts() -> dict[str, Any]:
    return {"category": "method", "language": "it", "state": "new", "practice": None, "asked_from": OURS, "answers": 0}


def _ask_for_everything(asked: ServiceUnderTest, places: Iterator[rules.Place], estate: Any) -> None:
    """Do whatever can be done, well and badly: with a right body, one that is refused, one that is no JSON."""
    caller = asked.caller(person_of("coordinator", OURS))
    client = asked.app.test_client()
    for place in places:
        address, headers = place.prefix + estate.address(place.path), {**caller._headers, "If-Match": "*"}
        for sent in (
            {"json": place.body},
            {"json": {**(place.body or {}), EMAIL: NAME, "language": NAME}},
            {"data": f"{NAME} {EMAIL}"},
        ):
            client.open(address, method=place.method, headers=headers, query_string={"q": NAME[:8]}, **sent)
        client.open(f"{address}/{EMAIL}", method=place.method, headers=headers)


def _text(asked: ServiceUnderTest, tables: Iterable[str]) -> str:
    """Everything that is kept in `tables`."""
    return json.dumps([list(asked.database.rows(table).find()) for table in tables], default=str)
