"""Backup and restore: a service set back in time says so, and who listens to it takes in what it says from then on."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uuid_utils
from click.testing import CliRunner, Result
from pymongo import MongoClient

from deploy.cli import main
from deploy.platform import OWNERS
from services.chassis.local import mongod
from services.chassis.local.folder import DataFolder
from services.chassis.local.ports import assign
from services.chassis.local.programs import find_mongod
from services.chassis.local.supervisor import Supervisor
from services.chassis.store import backup as files
from services.chassis.store import feed
from services.chassis.testing import ServiceUnderTest
from services.registry.service import service as registry
from tests.reliability.conftest import Pair, long_on_rabbitmq, until


@long_on_rabbitmq
def test_a_producer_set_back_in_time_and_its_listener_converge(pair: Pair, tmp_path: Path) -> None:
    before, file = pair.writer.database, tmp_path / "notes.bson.gz"
    worker, hearing = pair.start("notes"), pair.start("listener")
    pair.write(20, "kept")
    until(pair.converged, "twenty effects")
    with before.client.start_session(snapshot=True) as moment:
        files.write_backup(moment, before.whole.name, file)
    epoch, kept = feed.head(before)["epoch"], pair.said()
    pair.write(10, "lost")
    until(pair.converged, "thirty effects")
    pair.stop(worker)
    files.restore_backup(before, file, replace=True)
    before.prepare()
    assert pair.said() == kept and feed.head(before)["epoch"] != epoch
    pair.write(15, "after")  # their numbers were those of events that are lost
    pair.start("notes")
    until(lambda: set(pair.said()) <= set(pair.effects()), "the effects of what was said after the restore")
    assert len(pair.effects()) == len(set(pair.effects())) == 20 + 10 + 15
    pair.stop(hearing)


@pytest.fixture
def platform(
    mongo_url: str, service_under_test: Callable[..., ServiceUnderTest], monkeypatch: pytest.MonkeyPatch
) -> Iterator[ServiceUnderTest]:
    """The registry on a store that was given, with two cities; no process of the platform runs."""
    prefix = f"restore_{uuid_utils.uuid7().hex[-12:]}"
    monkeypatch.setenv("MONGO_URL", mongo_url)
    monkeypatch.setenv("MONGO_PREFIX", prefix)
    made = service_under_test(registry, mongo_prefix=prefix)
    made.database.rows("cities").insert_many([{"_id": "turin", "name": "Torino"}, {"_id": "graz", "name": "Graz"}])
    yield made
    with MongoClient(mongo_url) as client:
        for owner in OWNERS:
            client.drop_database(f"{prefix}_{owner}")


def ran(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_commands_bring_everything_back(platform: ServiceUnderTest, tmp_path: Path) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept"
    assert ran("backup", kept, "--data", data).exit_code == 0
    platform.database.rows("cities").delete_many({})
    refused = ran("restore", kept, "--data", data)
    assert refused.exit_code != 0 and "is not empty. With --replace" in refused.output
    done = ran("restore", kept, "--data", data, "--replace", "--only", "registry")
    assert done.exit_code == 0, done.output
    assert {row["name"] for row in platform.database.rows("cities").find()} == {"Torino", "Graz"}


def test_nothing_is_restored_under_a_running_worker(platform: ServiceUnderTest, tmp_path: Path) -> None:
    from services.chassis.store.leases import Lease

    ran("backup", tmp_path / "kept", "--data", tmp_path / "data")
    Lease(platform.database, "relay", 30).take()
    refused = ran("restore", tmp_path / "kept", "--data", tmp_path / "data", "--replace")
    assert refused.exit_code != 0 and "The worker of registry is running." in refused.output
    assert platform.database.rows("cities").count_documents({}) == 2


def test_a_backup_that_is_cut_short_is_refused(platform: ServiceUnderTest, tmp_path: Path) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept"
    ran("backup", kept, "--data", data)
    whole = gzip.decompress((kept / "registry.bson.gz").read_bytes())
    (kept / "registry.bson.gz").write_bytes(gzip.compress(whole[:-20]))
    refused = ran("restore", kept, "--data", data, "--replace", "--only", "registry")
    assert refused.exit_code != 0 and "registry.bson.gz is " in refused.output


def test_a_new_machine_starts_its_own_store_for_a_restore(
    platform: ServiceUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, data = tmp_path / "kept", tmp_path / "another machine"
    ran("backup", kept, "--data", tmp_path / "data")
    monkeypatch.delenv("MONGO_URL")
    done = ran("restore", kept, "--data", data)
    assert done.exit_code == 0, done.output
    folder = DataFolder(data)
    port = assign(["mongod"], {})["mongod"]
    with Supervisor(folder) as supervisor:
        supervisor.start([mongod.mongod_process(find_mongod(), data / "mongo", port)])
        with MongoClient(mongod.mongo_url(port)) as client:
            names = {row["name"] for row in client[platform.database.whole.name].cities.find()}
    assert names == {"Torino", "Graz"}
