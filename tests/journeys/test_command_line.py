"""The command line with the whole platform: up and its life, clients, accounts, loading, watching. No browser."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
import requests
from pymongo import MongoClient

from deploy.platform import PARTS
from services.chassis.local import problem
from services.chassis.local.folder import DataFolder
from services.chassis.local.mongod import mongo_url
from tests.journeys.running import COMMAND, ApiClient, Platform, until

EVERY_NAME = sorted({part.name for part in PARTS} | {"mongod", "broker", "fork-server"})
DEMO = Path(__file__).parents[2] / "deploy" / "demo" / "lecim.yaml"


@pytest.mark.long
def test_a_platform_lives_through_stops_and_kills_and_keeps_its_data(tmp_path: Path) -> None:
    platform = Platform(tmp_path / "data")
    platform.start()
    assert platform.names() == EVERY_NAME
    made = json.loads(platform.command("client", "create", "--name", "A", "--scope", "registry:write",
                                       "--scope", "registry:read", "--json"))  # fmt: skip
    city = {"name": "Graz", "country": "AT", "role": "source", "timezone": "Europe/Vienna"}
    ApiClient(platform.address, made["client_id"], made["client_secret"]).post("registry/cities", city)
    assert (platform.stop(), platform.processes()) == (0, [])

    platform.start()
    assert platform.stop(signal.SIGKILL) == -signal.SIGKILL
    assert len(platform.processes()) >= len(EVERY_NAME)

    platform.start()
    assert "Ended what an earlier start had left running" in platform.said()
    client = ApiClient(platform.address, made["client_id"], made["client_secret"])
    assert client.get("registry/cities/graz")["name"] == "Graz"
    assert (platform.stop(signal.SIGTERM), platform.processes(), platform.names()) == (0, [], [])


@pytest.mark.long
@pytest.mark.needing_rabbitmq
def test_servers_that_the_environment_names_are_used(tmp_path: Path, mongo_url: str, rabbitmq_url: str) -> None:
    given = {"MONGO_URL": mongo_url, "BROKER_URL": rabbitmq_url, "MONGO_PREFIX": "given"}
    platform = Platform(tmp_path / "data", "--demo", **given)
    platform.start()
    assert platform.names() == sorted(set(EVERY_NAME) - {"mongod", "broker"})
    until(lambda: _heard_of(platform, "registry") == _head(platform), "the website to hear of all the registry said")
    assert (platform.stop(), platform.processes()) == (0, [])


def _heard_of(platform: Platform, source: str) -> int:
    state = json.loads(platform.command("status", "--json"))["services"]["website"]["inbox"]
    return int(state.get(source, {"sequence": 0})["sequence"])


@pytest.mark.parametrize("name", ["gateway", "registry-web", "registry-worker", "broker", "mongod"])
def test_what_is_killed_is_started_again(platform: Platform, name: str) -> None:
    killed = platform.pid(name)
    os.kill(killed, signal.SIGKILL)
    until(lambda: name in platform.names() and platform.pid(name) != killed, f"{name} to come back")
    until(lambda: _answers(platform), "the platform to answer again")


def _answers(platform: Platform) -> bool:
    try:
        asked = [platform.address + path for path in ("/readyz", "/en/")]
        return all(requests.get(address, timeout=20).status_code == 200 for address in asked)
    except requests.RequestException:
        return False


def test_a_second_start_on_a_folder_or_port_in_use_is_refused_in_a_sentence(platform: Platform, tmp_path: Path) -> None:
    assert "is already running" in platform.command("up", status=problem.ALREADY_RUNNING)
    another = Platform(tmp_path / "another")
    said = another.command("up", "--port", str(platform.port), status=problem.PORT_IN_USE)
    assert f"Port {platform.port} is already in use" in said


def test_a_given_store_that_does_not_answer_is_told_at_once(tmp_path: Path) -> None:
    platform = Platform(tmp_path / "data", MONGO_URL="mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100")
    said = platform.command("up", "--port", str(platform.port), status=problem.NOT_RUNNING)
    assert "MongoDB does not answer" in said


@pytest.mark.parametrize("words", ["status", "dead-letters list", "feed registry", "audit verify", f"load {DEMO}"])
def test_a_command_without_a_platform_says_so(tmp_path: Path, words: str) -> None:
    nothing = Platform(tmp_path / "nothing")
    assert "No platform is running" in nothing.command(*words.split(), status=problem.NOT_RUNNING)
    assert not (tmp_path / "nothing").exists()


def test_check_finds_what_the_machine_has(platform: Platform) -> None:
    assert "missing" not in platform.command("check")


def test_a_client_sees_by_its_scopes(platform: Platform) -> None:
    client = platform.client("registry:read", city="catania")
    assert client.get("registry/cities/catania")["name"] == "Catania"
    client.get("support/tickets", status=403)


def test_an_unknown_scope_is_refused(platform: Platform) -> None:
    said = platform.command("client", "create", "--name", "X", "--scope", "registry:fly", status=1)
    assert "There is no scope registry:fly." in said


def test_an_account_is_made_and_a_second_with_its_address_refused(platform: Platform) -> None:
    words = ("account", "create", "--email", "ann@example.org", "--name", "Ann", "--role", "lead_staff",
             "--city", "catania", "--password", "four words which differ")  # fmt: skip
    assert "can sign in as ann@example.org" in platform.command(*words)
    assert "email: " in platform.command(*words, status=1)


def test_the_demonstration_is_there_and_loading_it_again_changes_nothing(platform: Platform) -> None:
    before = _head(platform)
    assert "Loaded: 0 new, 24 there already." in platform.command("load", str(DEMO))
    assert _head(platform) == before
    kept = platform.folder / "demo-accounts.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [one["role"] for one in json.loads(kept.read_text())["people"]] == [
        "coordinator", "lead_staff", "partner_staff", "facilitator", "funding_authority", "operator",
    ]  # fmt: skip


def _head(platform: Platform) -> int:
    return int(json.loads(platform.command("status", "--json"))["services"]["registry"]["feed"]["head"])


def test_another_network_is_loaded(platform: Platform, tmp_path: Path) -> None:
    network = tmp_path / "network.yaml"
    network.write_text(
        "cities:\n"
        "  - {name: Linz, country: AT, role: receiving, languages: [de], timezone: Europe/Vienna}\n"
        "organisations:\n"
        "  - {name: Volkshilfe, country: AT, kind: ngo, city: Linz}\n"
        "practices:\n"
        "  - {city: Linz}\n"
    )
    said = platform.command("load", str(network))
    assert "Linz: the file names the city of the practice only; no sheet was made." in said
    assert "Loaded: 2 new, 0 there already." in said
    found = platform.client("registry:read").get("registry/organisations", city="linz")["items"]
    assert [one["name"] for one in found] == ["Volkshilfe"]


def test_a_wrong_file_is_refused_whole_with_every_wrong_line(platform: Platform, tmp_path: Path) -> None:
    network = tmp_path / "network.yaml"
    network.write_text("cities:\n  - name: Wels\n    country: Austria\n    role: source\n    timezone: Europe/Vienna\n")
    said = platform.command("load", str(network), status=10)
    assert "line 3: cities, entry 1, country: " in said
    assert "Nothing was loaded." in said
    platform.client("registry:read").get("registry/cities/wels", status=404)


def test_the_feed_is_one_cloud_event_a_line(platform: Platform) -> None:
    lines = platform.command("feed", "registry", "--after", "1", "--limit", "2").splitlines()
    events = [json.loads(line) for line in lines]
    assert [event["sequence"] for event in events] == ["2", "3"]
    assert {event["specversion"] for event in events} == {"1.0"}


def test_status_tells_who_runs_and_what_waits(platform: Platform) -> None:
    state = json.loads(platform.command("status", "--json"))
    assert state["processes"] == dict.fromkeys(EVERY_NAME, True)
    assert set(state["services"]["registry"]) == {"outbox", "feed", "inbox"}
    assert f"{len(EVERY_NAME)} processes run." in platform.command("status")


@pytest.mark.parametrize("action", ["show", "replay", "discard"])
def test_an_unknown_dead_letter_is_told(platform: Platform, action: str) -> None:
    said = platform.command("dead-letters", action, "website", "no-such-letter", status=1)
    assert "website has no dead letter no-such-letter." in said


def test_the_audit_trail_is_verified_and_an_entry_that_was_edited_is_named(platform: Platform) -> None:
    store = mongo_url(DataFolder(platform.folder).ports()["mongod"])
    with MongoClient[dict[str, Any]](store) as client:
        trail = client["lc_registry"]["audit"]
        until(lambda: not trail.find_one({"seal": None}), "the seals of the demonstration")
        assert "The audit trail of 7 services is as it was written" in platform.command("audit", "verify")
        entry = trail.find_one({"city": "catania"})
        trail.update_one({"_id": entry["_id"]}, {"$set": {"actor": "somebody-else"}})
        try:
            done = subprocess.run([COMMAND, "audit", "verify", "--json", "--data", str(platform.folder)],
                                  capture_output=True, text=True, timeout=60)  # fmt: skip
        finally:
            trail.replace_one({"_id": entry["_id"]}, entry)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        problem.FINDINGS, "The audit trail is not as it was written; findings: 1.",
    )  # fmt: skip
    [finding] = [json.loads(line) for line in done.stdout.splitlines()]
    assert (finding["service"], finding["chain"], finding["entry"]) == ("registry", "catania", entry["_id"])
    assert "is not as it was sealed" in finding["what"]
