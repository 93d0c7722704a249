"""The main job, through the gateway: from a directory that was not made for us to a measure in a city's plan, a
transfer, a signed webhook, mails in the reader's language, and the public pages.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import standardwebhooks

from tests.journeys.running import Anonymous, ApiClient, Platform, Receiver, until

FLORIDA = Path(__file__).parents[3] / "shared" / "data" / "florida"
MAPPING = json.loads((Path(__file__).parents[1] / "service" / "registry" / "florida.json").read_text())
ADDED = "eu.learning-cities.transfers.measure.added.v1"
SMALL = {"block_below": None, "block_group_below": None}


def test_a_city_directory_is_imported(platform: Platform) -> None:
    if not FLORIDA.is_dir():
        pytest.skip("the folder ../shared/data/florida is not there")
    network = platform.client("registry:read", "registry:write")
    files = {table["file"]: (FLORIDA / table["file"]).read_text() for table in MAPPING["tables"]}
    before = len(network.get("registry/organisations", limit=200)["items"])
    preview = network.post("registry/imports", {"mapping": MAPPING, "files": files})
    assert preview["counts"] == {"add": 20 + 134, "change": 0, "skip": 0, "wrong": 1}
    network.post(f"registry/imports/{preview['id']}/confirm", status=200)
    done = until(
        lambda: (found := network.get(f"registry/imports/{preview['id']}"))["status"] == "applied" and found,
        "the import to be applied",
    )
    assert done["applied"]["added"] == 20 + 134
    assert len(network.get("registry/organisations", limit=200)["items"]) == before + 20
    page = requests.get(f"{platform.address}/en/partners", params={"q": "gulfcoast"}, timeout=20)
    until(
        lambda: "Gulfcoast" in requests.get(page.url, timeout=20).text, "the imported organisation on the public page"
    )


def test_from_a_voice_in_the_room_to_the_plan_and_back(platform: Platform, receiver: Receiver) -> None:
    staff = platform.client("workshops:read", "workshops:write", "transfers:read", "transfers:write",
                            "registry:read", city="catania")  # fmt: skip
    city_system = platform.client("transfers:read", "notifications:read", "notifications:write", city="catania")
    hook = city_system.post("notifications/webhooks", {"url": receiver.url, "types": [ADDED]})

    gathering = plan_easw(staff)
    people = register_over_quota(platform, gathering)
    promote(platform, staff, gathering, people)
    best = vote(platform, staff, gathering)
    measure = turn_into_measure(staff, best)
    transfer = open_transfer(staff)

    the_author_is_told(platform)
    the_city_system_is_told(receiver, hook["secret"], measure)
    plan = city_system.get(f"transfers/plans/{measure['plan']}")
    assert measure["id"] in [one["id"] for one in city_system.get(f"transfers/plans/{plan['id']}/measures")["items"]]
    the_public_sees_it(platform, gathering["id"], best, transfer["id"])


def plan_easw(staff: ApiClient) -> dict[str, Any]:
    begins = (datetime.now(UTC) + timedelta(days=40)).replace(microsecond=0)
    return staff.post("workshops/gatherings", {
        "city": "catania", "method": "easw", "title": {"it": "Imparare a Catania", "en": "Learning in Catania"},
        "starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=20)).isoformat(),
        "place": {"name": "Palazzo della Cultura"}, "capacity": 4,
        "quotas": {"residents": 2, "experts": 1, "administrators": 1, "business": 1}, "sizes": SMALL,
    })  # fmt: skip


def register_over_quota(platform: Platform, gathering: dict[str, Any]) -> list[dict[str, Any]]:
    """Three residents for two places, in Hungarian, Italian and German; the third one waits."""
    anybody = Anonymous(platform.address)
    path = f"workshops/public/gatherings/{gathering['registration_code']}/registrations"
    people = [
        anybody.post(path, {"role_group": "residents", "name": name, "email": f"{name.lower()}@example.org",
                            "language": language})
        for name, language in (("Anna", "hu"), ("Bruno", "it"), ("Clara", "de"))
    ]  # fmt: skip
    assert [one["status"] for one in people] == ["registered", "registered", "waiting"]
    return people


def promote(platform: Platform, staff: ApiClient, gathering: dict[str, Any], people: list[dict[str, Any]]) -> None:
    """Bruno cancels, Clara moves up and is told so in German."""
    path = f"workshops/gatherings/{gathering['id']}/registrations"
    staff.post(f"{path}/{people[1]['id']}/cancel", status=200)
    assert staff.get(f"{path}/{people[2]['id']}")["status"] == "registered"
    until(lambda: mails_to(platform, "clara@example.org")[1:], "two mails to Clara: waiting, then promoted")
    assert mails_to(platform, "anna@example.org")[0].count("Catania")


def mails_to(platform: Platform, address: str) -> list[str]:
    return [mail for mail in platform.mails() if address in mail.split("\n")[0]]


def vote(platform: Platform, staff: ApiClient, gathering: dict[str, Any]) -> dict[str, Any]:
    """Two ideas are noted and handed in, two people vote on their phones; the winner."""
    path = f"workshops/gatherings/{gathering['id']}"
    staff.post(f"{path}/confirm", status=200)
    registered = staff.ask("GET", f"{path}/registrations", params={"status": "registered"})["items"]
    author = next(one for one in registered if one["name"] == "Anna")
    ideas = []
    for title, registration in (("Evening courses with child care", author["id"]), ("A shared workshop", None)):
        idea = staff.post(f"{path}/ideas", {
            "title": title, "what": "Courses when people can come", "how": "Schools open in the evening",
            "who": "The city and the training centres", "theme": "Access", "group": "A", "language": "en",
            "registration": registration,
        })  # fmt: skip
        staff.post(f"{path}/ideas/{idea['id']}/submit", status=200)
        ideas.append(idea)
    round = staff.post(f"{path}/rounds", {"votes_per_participant": 1})
    for person in registered:
        code = staff.get(f"{path}/registrations/{person['id']}/code")["personal_code"]
        phone = Anonymous(platform.address)
        voter = phone.post(f"workshops/rounds/{round['code']}/voters", {"personal_code": code})
        phone.post(f"workshops/rounds/{round['code']}/ballots", {"voter": voter["token"], "votes": [ideas[0]["id"]]},
                   status=200)  # fmt: skip
    closed = staff.post(f"{path}/rounds/{round['id']}/close", status=200)
    assert (closed["results"][0]["idea"], closed["results"][0]["votes"]) == (ideas[0]["id"], len(registered))
    return ideas[0]


def turn_into_measure(staff: ApiClient, idea: dict[str, Any]) -> dict[str, Any]:
    """The winning idea becomes a measure of Catania's plan, linked to employment."""
    known = until(
        lambda: next((one for one in staff.get("transfers/ideas")["items"] if one["id"] == idea["id"]), None),
        "transfers to know the idea",
    )
    until(lambda: staff.get(f"transfers/ideas/{known['id']}")["rank"] == 1, "transfers to know the result")
    plans = staff.get("transfers/plans", city="catania")["items"]
    plan = plans[0] if plans else staff.post(
        "transfers/plans", {"city": "catania", "title": {"it": "Piano d'azione"}, "starts_on": "2027-01-01",
                            "ends_on": "2028-12-31"}
    )  # fmt: skip
    measure = staff.post(f"transfers/plans/{plan['id']}/measures", {
        "origin": {"kind": "easw_idea", "id": idea["id"]}, "linkages": ["employment"],
    })  # fmt: skip
    assert measure["integrated"] is True
    assert "Evening courses with child care" in json.dumps(measure["title"])
    return measure


def open_transfer(staff: ApiClient) -> dict[str, Any]:
    """Bologna's practice comes to Catania."""
    practices = staff.get("transfers/practices", city="bologna")["items"]
    body = {"practice": practices[0]["id"], "city": "catania"}
    existing = staff.get("transfers/transfers", city="catania", practice=practices[0]["id"])["items"]
    transfer = existing[0] if existing else staff.post("transfers/transfers", body)
    assert (transfer["from_city"], transfer["city"]) == ("bologna", "catania")
    return transfer


def the_author_is_told(platform: Platform) -> None:
    """Anna reads Hungarian."""
    until(
        lambda: [mail for mail in mails_to(platform, "anna@example.org") if "Evening courses" in mail],
        "a mail to the author of the idea",
    )


def the_city_system_is_told(receiver: Receiver, secret: str, measure: dict[str, Any]) -> None:
    """The signature is verified by the reference library of Standard Webhooks."""
    headers, body = until(lambda: receiver.events(ADDED), "the webhook")[0]
    event = standardwebhooks.Webhook(secret).verify(body, headers)
    assert (event["type"], event["subject"], event["city"]) == (ADDED, measure["id"], "catania")
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(secret).verify(body.replace(b"catania", b"bologna"), headers)


def the_public_sees_it(platform: Platform, gathering: str, idea: dict[str, Any], transfer: str) -> None:
    """The idea's page shows where it went, the plan has the measure, in every language."""
    for language in ("en", "it", "de", "fr", "es", "hu"):
        for path, sign in (
            (f"/{language}/ideas/{idea['id']}", "Evening courses with child care"),
            (f"/{language}/plans/catania", "Evening courses with child care"),
            (f"/{language}/gatherings/{gathering}", "Palazzo della Cultura"),
            (f"/{language}/transfers/{transfer}", "Bologna"),
        ):
            page = f"{platform.address}{path}"
            until(lambda page=page, sign=sign: sign in requests.get(page, timeout=20).text, f"{sign!r} on {path}")
