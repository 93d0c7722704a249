"""Who is erased is erased everywhere (GDPR, Article 17): canaries in every service, then none in any database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import gateway.service
from gateway.identity.accounts import create_account
from gateway.identity.spoken_of import ACCOUNTS_SPOKEN_OF
from services.chassis.actor import Actor
from services.chassis.store.migrations import migrate
from services.contracts.registry import SearchMatched
from services.registry.people.erasures.commands import EXPECTED
from services.workshops.gatherings.schemas import GatheringBody
from services.workshops.registrations.schemas import RegistrationBody
from tests.browser.staff.network import OWNERS, Network
from tests.security.estates import OWNERS as ESTATES
from tests.security.estates import PERSON
from tests.security.examples import EMAIL, PERSONAL, body_of

CITY = {"country": "IT", "role": "receiving", "timezone": "Europe/Rome"}
OTHER_SPELLING = EMAIL.replace("ottilie", "Ottilie")
JOB = "erase-people"
OF_ORGANISATIONS = {"organisations", "services"}
"""Where an address is that of an organisation, published by it."""


@pytest.fixture(scope="module")
def running(mongo_url: str, platform_keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """Every service with two cities in it."""
    folder = tmp_path_factory.mktemp("erasure")
    with Network(mongo_url, platform_keys, folder).running(also=[gateway.service.service]) as network:
        for name in ("Catania", "Budapest"):
            network.asks("registry").post("/cities", {"name": name, **CITY}, status=201)
        network.settle()
        yield network


@pytest.fixture
def network(running: Network) -> Iterator[Network]:
    """The same with nothing but the cities in it."""
    yield running
    for service in running.services.values():
        for name in service.database.declared:
            if name != "cities":
                service.database.rows(name).delete_many({})
    running.forget_what_was_said()


def test_nothing_is_left_of_who_is_erased_and_the_receipt_says_who_erased_it(network: Network) -> None:
    staff = _with_account(network, "staff@example.org", "lead_staff", "catania")
    person = network.asks("registry", staff).post("/people", _person(), status=201)["id"]
    mine = _account(network, OTHER_SPELLING, "facilitator", "catania")
    _use(network, mine)
    gathering = _register(network, "catania")
    _ask(network, "catania")
    network.asks("registry", staff).post(f"/people/{person}/held", key="an answer that is kept for a while")
    for name in ("workshops", "support", "gateway"):
        network.asks(name, staff).post("/held-about", {"addresses": [EMAIL]}, key="an answer that is kept for a while")
    network.asks("registry", staff).patch(f"/people/{person}", {"family_name": "Kanarienvogel-Neu"})
    network.settle()
    assert {name for name, text in _everything(network).items() if _canaries(text)} == {
        "registry", "workshops", "support", "gateway"
    }  # fmt: skip
    network.asks("registry", staff).delete(f"/people/{person}")
    network.settle()
    receipt = network.asks("registry", staff).get(f"/erasures/{person}")
    assert (receipt["missing"], receipt["late"], receipt["complete_at"]) == ([*EXPECTED], False, None)
    for name in EXPECTED:
        network.services[name].run_job(JOB)
    network.settle()
    receipt = network.asks("registry", staff).get(f"/erasures/{person}")
    assert (receipt["missing"], receipt["everywhere"]) == ([], False)
    assert receipt["complete_at"] is not None
    counts = {one["service"]: {what["kind"]: what["number"] for what in one["erased"]} for one in receipt["confirmed"]}
    assert (counts["workshops"], counts["support"]) == ({"registrations": 1}, {"tickets": 1})
    assert counts["gateway"] == {"accounts": 1, "accounts_left": 0, "cities_without_staff": 0}
    assert [name for name, text in _everything(network).items() if _canaries(text)] == []
    assert network.asks("workshops", staff).get(f"/gatherings/{gathering}/registrations")["items"] == []
    kept = {name: one["_id"] for name, one in _kept_for(network, mine)}
    assert kept == {}
    stranger = network.asks("registry", network.staff("budapest"))
    stranger.get(f"/erasures/{person}", status=404)
    assert stranger.get("/erasures")["items"] == []
    network.asks("registry", staff).get(f"/contacts/erasures/{person}", status=403)
    owner = network.services["registry"].another_service("workshops")
    owner.get(f"/contacts/erasures/{person}", status=410)


def test_all_that_is_held_is_told_and_who_does_not_answer_is_named(network: Network) -> None:
    staff = network.staff("catania")
    person = network.asks("registry", staff).post("/people", _person(), status=201)["id"]
    mine = _account(network, EMAIL, "facilitator", "catania")
    _use(network, mine)
    for city in ("catania", "budapest"):
        _register(network, city)
        _ask(network, city)
    network.settle()
    website = network.services["website"]
    address = f"/en/staff/registry/people/{person}/held.json"
    passport = network.passport_of(staff)
    told = json.loads(website.app.test_client().get(address, headers=passport).data)
    held = told["held"]
    assert (told["missing"], held["registry"]["person"]["family_name"]) == ([], "Kanarienvogel")
    assert [(one["id"], one["email"], one["roles"]) for one in held["gateway"]["accounts"]] == [
        (mine, EMAIL, ["facilitator"])
    ]
    page = website.app.test_client().get(address.removesuffix(".json"), headers=passport).get_data(as_text=True)
    for shown_there in (
        "Where they are signed in",
        EMAIL,
        "What they want to be told",
        "One of your saved searches",
        "Saved searches",
    ):
        assert shown_there in page
    assert [(one["name"], one["of"]) for one in held["registry"]["searches"]] == [("Mine", "people")]
    tellings = held["notifications"]
    assert [(one["id"], one["mail"]["search-matched"]) for one in tellings["preferences"]] == [(mine, True)]
    assert [one["text"] for one in tellings["messages"]] == ["One of your saved searches finds something new (1)."]
    assert tellings["preferences"][0]["in_app"]["ticket-opened"] is False
    elsewhere = network.asks("notifications", network.staff("budapest")).post(
        "/held-about", {"addresses": [EMAIL], "subjects": [mine]}
    )
    assert elsewhere == {"mails": [], "preferences": [], "messages": []}
    theirs = network.asks("registry", network.staff("budapest"))
    assert theirs.post("/held-about", {"addresses": [], "subjects": [mine]}) == {"searches": []}
    budapest = network.asks("gateway", network.staff("budapest"))
    assert budapest.post("/held-about", {"addresses": [EMAIL]}) == {"accounts": [], "sessions": []}
    assert [one["email"] for one in held["workshops"]["registrations"]] == [OTHER_SPELLING]
    assert [one["requester"]["email"] for one in held["support"]["tickets"]] == [OTHER_SPELLING]
    assert sorted(one["kind"] for one in held["notifications"]["mails"]) == [
        "registration-accepted", "search-matched", "ticket-received"
    ]  # fmt: skip
    shown = {*held["support"]["tickets"][0], *held["workshops"]["registrations"][0]}
    assert shown & {"secret", "words", "email_key", "_id"} == set()
    everywhere = network.asks("workshops").post("/held-about", {"addresses": [EMAIL]})
    assert len(everywhere["registrations"]) == 2
    ways = network.asks("registry", staff).get(f"/people/{person}/readings")["items"]
    assert [(one["actor"], one["way"]) for one in ways] == [("person-catania", "access_request")] * 2
    network.asks("registry", network.staff("budapest")).get(f"/people/{person}/readings", status=404)
    network.asks("registry", network.staff("budapest")).post(f"/people/{person}/held", status=404)
    title = {"en": "The summer party"}
    purpose = network.asks("registry", staff).post("/consent-purposes", {"title": title}, status=201)["code"]
    agreed = {"purpose": purpose, "how": "spoken"}
    network.asks("registry", staff).post(f"/people/{person}/consents", agreed, status=201)
    past = address.replace("held.json", "history")
    assert "The summer party" in website.app.test_client().get(past, headers=passport).get_data(as_text=True)
    urls: Any = website.settings.service_urls
    reached = urls["support"]
    urls["support"] = "http://127.0.0.1:9"
    told = json.loads(website.app.test_client().get(address, headers=passport).data)
    urls["support"] = reached
    assert (told["missing"], "support" in told["held"]) == (["support"], False)


def test_what_another_city_keeps_stays_unless_the_network_erases(network: Network) -> None:
    _register(network, "budapest")
    _ask(network, "budapest")
    for ordered_by, left in (("catania", ["workshops", "support"]), (None, [])):
        person = network.asks("registry", network.staff("catania")).post("/people", _person(), status=201)["id"]
        network.asks("registry", network.staff(ordered_by)).delete(f"/people/{person}")
        network.settle()
        for name in EXPECTED:
            network.services[name].run_job(JOB)
        network.settle()
        assert [name for name, text in _everything(network).items() if _canaries(text)] == left


def test_no_account_goes_by_the_word_of_who_could_not_take_it_away(network: Network) -> None:
    """Noting a stranger's address and erasing it takes away what one's own rank reaches, and is written down."""
    theirs = {EMAIL: (), "two@example.org": ("catania", "budapest"), "three@example.org": ("catania",)}
    for address, cities in theirs.items():
        _account(network, address, "lead_staff" if cities else "coordinator", *cities)
    five, off = (_with_account(network, f"{name}@example.org", "lead_staff", "catania") for name in ("five", "y"))
    network.services["gateway"].database.rows("accounts").update_one({"_id": off.id}, {"$set": {"status": "disabled"}})
    _account(network, "z@example.org", "facilitator", "catania")
    ways = (
        (network.staff("catania"), 0),  # the gateway knows no such account
        (_with_account(network, "four@example.org", "lead_staff", "budapest"), 0),
        (off, 0),  # who was switched off since they ordered it
        (five, 1),
    )
    for staff, gone in ways:
        done = _erase(network, [*theirs], staff)
        assert done == {"accounts": gone, "accounts_left": 3 - gone, "cities_without_staff": 0}
    coordinator = network.asks("notifications", network.staff(None))
    [told] = coordinator.get("/messages")["items"]
    assert told["kind"] == "erasure-took-account", "whoever administers accounts hears that somebody else took one"
    assert network.asks("registry", five).get(f"/erasures/{told['about']}")["ordered_by"] == five.id
    assert "works in Catania was erased with the data of its owner" in told["text"]
    assert _erase(network, ["five@example.org"], five)["accounts_left"] == 1
    whole = _with_account(network, "six@example.org", "coordinator", None)
    others = ["five@example.org", "y@example.org", "z@example.org"]  # the last two could change nothing
    done = _erase(network, [*theirs, *others], whole)
    assert done == {"accounts": 5, "accounts_left": 0, "cities_without_staff": 1}
    assert network.services["gateway"].database.rows("sessions").count_documents({}) == 0
    messages = network.asks("notifications", whole).get("/messages")["items"]
    [message] = [one for one in messages if one["kind"] != "erasure-took-account"]
    assert len(messages) == 2, "who administers accounts takes them away without a message"
    assert message["text"] == "The last account that could change the register was erased in: Catania."


def test_who_erases_somebody_is_told_before_what_becomes_of_accounts(network: Network) -> None:
    staff = _with_account(network, "staff@example.org", "lead_staff", "catania")
    _account(network, EMAIL, "facilitator", "catania")
    _account(network, "two@example.org", "lead_staff", "catania", "budapest")
    for addresses, sentence in (
        ([EMAIL, "two@example.org"], f"The account of Ottilie Kanarienvogel ({EMAIL.lower()}) is erased too"),
        (["staff@example.org"], "Your own account (staff@example.org) stays."),
        (["two@example.org"], "In your cities nobody signs in with these addresses"),
    ):
        channels = [{"kind": "email", "address": one} for one in addresses]
        noted = network.asks("registry", staff).post("/people", _person() | {"channels": channels}, status=201)
        address = f"/en/staff/registry/people/{noted['id']}/erase"
        asks = network.services["website"].app.test_client()
        page = asks.get(address, headers=network.passport_of(staff)).get_data(as_text=True)
        assert sentence in page
        assert "two@example.org" not in page, "of an account that works elsewhere too nothing is told"
        assert ("Those who administer accounts are told" in page) is (EMAIL in addresses)


def test_of_accounts_from_before_others_are_told_once(network: Network) -> None:
    mine = _account(network, EMAIL, "facilitator", "catania")
    _use(network, mine)
    notifications, door = network.services["notifications"], network.services["gateway"]
    notifications.database.rows("owners").delete_many({})
    asked = network.asks("notifications", network.staff("catania"))

    def held() -> list[str]:
        told = asked.post("/held-about", {"addresses": [EMAIL], "subjects": [mine]})
        return [one["id"] for one in told["preferences"]]

    assert held() == []
    for done in ([ACCOUNTS_SPOKEN_OF.name], []):
        assert migrate(door.database, [ACCOUNTS_SPOKEN_OF], door.clock) == done
    network.settle()
    assert held() == [mine]


def _all_erase_but(network: Network, late: str) -> None:
    network.settle()
    for name in EXPECTED:
        if name != late:
            network.services[name].run_job(JOB)
    network.settle()


def test_a_service_that_does_not_erase_is_named_after_a_minute(network: Network) -> None:
    staff = _with_account(network, "staff@example.org", "lead_staff", "catania")
    operator = _account(network, "op@example.org", "operator")
    person = network.asks("registry", staff).post("/people", _person(), status=201)["id"]
    network.asks("registry", staff).delete(f"/people/{person}")
    _all_erase_but(network, "support")
    registry = network.services["registry"]
    registry.clock.move(minutes=2)
    [receipt] = network.asks("registry", staff).get("/erasures")["items"]
    assert (receipt["missing"], receipt["late"]) == (["support"], True)
    registry.run_job("watch-erasures")
    assert _late("support") == 1
    assert _late("workshops") == 0
    network.settle()
    assert _written_of(network, person) == []
    registry.clock.move(minutes=5)
    for _once in range(2):
        registry.run_job("watch-erasures")
        network.settle()
    assert _written_of(network, person) == sorted([staff.id, operator])
    network.services["notifications"].run_job("send-mails")
    [mail] = [one for one in network.asks("notifications").get("/mailbox")["items"] if "op@" in one["to"]]
    assert person in mail["subject"]
    assert "not erased them yet: support." in " ".join(mail["text"].split())
    [message] = network.asks("notifications", staff).get("/messages")["items"]
    assert (message["kind"], message["about"]) == ("erasure-late", person)
    assert network.asks("notifications", network.staff("budapest")).get("/messages")["items"] == []
    network.services["support"].run_job(JOB)
    network.settle()
    registry.run_job("watch-erasures")
    assert _late("support") == 0


def test_operators_see_who_is_late_also_where_that_is_who_writes_mails(network: Network) -> None:
    person = network.asks("registry").post("/people", _person() | {"city": "catania"}, status=201)["id"]
    network.asks("registry").delete(f"/people/{person}")
    _all_erase_but(network, "notifications")
    registry = network.services["registry"]
    operator = network.asks("registry", network.staff(None))
    assert operator.get("/late-erasures") == {"services": []}
    registry.clock.move(minutes=7)
    [late] = operator.get("/late-erasures")["services"]
    assert (late["service"], late["number"]) == ("notifications", 1)
    asks = network.services["website"].app.test_client()
    passport = network.passport_of(network.staff(None))
    page = asks.get("/en/staff/operation", headers=passport).get_data(as_text=True)
    assert "Erasures that are late" in page
    network.services["notifications"].run_job(JOB)
    network.settle()
    page = asks.get("/en/staff/operation", headers=passport).get_data(as_text=True)
    assert "Erasures that are late" not in page


def test_every_collection_that_names_people_says_so_and_its_service_confirms(service_under_test: Any) -> None:
    declared = {
        service.name: {one.name for one in service.collections if one.personal}
        for service in (*OWNERS, gateway.service.service)
    }
    assert {name for name, names in declared.items() if names} == {*EXPECTED, "registry"}
    for name, (service, make) in ESTATES.items():
        asked = service_under_test(service)
        make(asked)
        held = {one.name for one in service.collections if _canaries(_text(asked, one.name))}
        assert held - OF_ORGANISATIONS <= declared[name], name


def _written_of(network: Network, receipt: str) -> list[str]:
    """The accounts that are written to because an erasure is late."""
    rows = network.services["notifications"].database.rows("mails").find({"kind": "erasure-late", "about": receipt})
    return sorted(row["account"] for row in rows)


def _late(service: str) -> float:
    from services.chassis.telemetry.metrics import WAITING_TOO_LONG

    return WAITING_TOO_LONG.labels("registry", "erasure", service)._value.get()


def _person() -> dict[str, Any]:
    return {
        "given_name": "Ottilie", "family_name": "Kanarienvogel", "email": "office@example.org",
        "channels": [{"kind": "email", "address": EMAIL}],
    }  # fmt: skip


def _account(network: Network, email: str, role: str, *cities: str | None) -> str:
    """An account that is signed in somewhere; its id."""
    database = network.services["gateway"].database
    kept = [city for city in cities if city]
    id = create_account(database, email, "Ottilie Kanarienvogel", "violet kettle forty bridges", [role], kept)
    now = network.services["gateway"].clock.now()
    session = {"_id": f"secret of {id}", "account": id, "browser": "Firefox, Linux", "created_at": now, "seen_at": now}
    database.rows("sessions").insert_one({**session, "ends_at": now + timedelta(hours=1)})
    return id


def _use(network: Network, account: str) -> None:
    """Have the account say what it wants to be told, keep a search and be told of a find."""
    network.settle()
    actor = replace(network.staff("catania"), id=account)
    network.asks("notifications", actor).patch("/preferences", {"in_app": {"ticket-opened": False}})
    network.asks("registry", actor).post("/searches", {"name": "Mine", "of": "people", "query": {"q": "a"}}, status=201)
    found = {"owner": account, "new": 1}
    network.services["notifications"].hears(SearchMatched, subject="s1", city="catania", data=found)


def _kept_for(network: Network, account: str) -> Iterator[tuple[str, Any]]:
    """What stands in the databases under the id of an account, but for who did what."""
    for service, names in {"notifications": ("preferences", "messages", "mails"), "registry": ("searches",)}.items():
        rows = {name: network.services[service].database.rows(name).find() for name in names}
        yield from ((name, row) for name, found in rows.items() for row in found if account in str(row))


def _with_account(network: Network, email: str, role: str, city: str | None) -> Actor:
    """Staff of a city whom the gateway knows."""
    database = network.services["gateway"].database
    id = create_account(database, email, "Ada", "violet kettle forty bridges", [role], [city] if city else [])
    return replace(network.staff(city), id=id)


def _erase(network: Network, addresses: list[str], staff: Actor) -> dict[str, int]:
    """Note somebody with these addresses and erase them as `staff`; what the gateway says it did."""
    city = min(staff.cities) if isinstance(staff.cities, frozenset) else "catania"
    channels = [{"kind": "email", "address": one} for one in addresses]
    asked = _person() | {"channels": channels, "city": city}
    noted = network.asks("registry", staff).post("/people", asked, status=201)
    network.asks("registry", staff).delete(f"/people/{noted['id']}")
    network.settle()
    network.services["gateway"].run_job(JOB)
    network.settle()
    [done] = network.asks("registry", staff).get(f"/erasures/{noted['id']}")["confirmed"]
    return {one["kind"]: one["number"] for one in done["erased"]}


def _register(network: Network, city: str) -> str:
    """Register the canary for a gathering of `city`, under another spelling of the address."""
    staff = network.asks("workshops", network.staff(city))
    planned = body_of(
        GatheringBody, city=city, method="training_seminar", ends_at="2030-05-02T09:00:00Z", capacity=10, sizes=...,
        quotas={},
    )  # fmt: skip
    gathering: str = staff.post("/gatherings", planned, status=201)["id"]
    body = body_of(RegistrationBody, **{**PERSON, "email": OTHER_SPELLING})
    staff.post(f"/gatherings/{gathering}/registrations", body, status=201)
    return gathering


def _ask(network: Network, city: str) -> None:
    ticket = {
        "subject": "Where?", "body": "Where is the room?", "category": "method", "city": city,
        "requester": {"name": "Ottilie Kanarienvogel", "email": OTHER_SPELLING},
    }  # fmt: skip
    network.anybody("support").post("/public/tickets", ticket, status=201)


def _everything(network: Network) -> dict[str, str]:
    """All that each database holds: documents, feeds, outboxes, inboxes, audit trails, kept answers."""
    return {
        name: "\n".join(_text(service, collection) for collection in service.database.declared)
        for name, service in network.services.items()
    }


def _text(service: Any, collection: str) -> str:
    return json.dumps(list(service.database.rows(collection).find()), default=str, ensure_ascii=False)


def _canaries(text: str) -> bool:
    return any(mark in text.lower() for mark in {mark.lower() for mark in PERSONAL})
