"""What all other tests stand on: stores and brokers really start, keep what they take, and come back."""

from __future__ import annotations

import pytest
from kombu import Connection
from pymongo import MongoClient

from services.chassis.local import mongod
from services.chassis.local.folder import DataFolder
from services.chassis.local.ports import assign
from services.chassis.local.programs import find_mongod
from services.chassis.local.supervisor import Supervisor


def test_the_store_has_transactions_and_ends_orphans_after_five_seconds(mongo_url: str) -> None:
    with MongoClient(mongo_url) as client:
        with client.start_session() as session, session.start_transaction():
            client["local_platform"].things.insert_one({"_id": 1}, session=session)
        assert client["local_platform"].things.count_documents({}) == 1
        wanted = {"getParameter": 1, "transactionLifetimeLimitSeconds": 1}
        assert client.admin.command(wanted)["transactionLifetimeLimitSeconds"] == 5


def test_each_broker_takes_and_gives_messages(broker_url: str) -> None:
    with Connection(broker_url) as connection:
        queue = connection.SimpleQueue("things")
        queue.put({"a": 1})
        message = queue.get(timeout=5)
        assert message.payload == {"a": 1}
        message.ack()
        queue.close()


def test_a_store_is_found_again_on_another_port(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = DataFolder(tmp_path_factory.mktemp("moved"))
    folder.prepare("test", "1.0.0")
    ports = assign(["first", "second"], {})
    for count, port in enumerate(ports.values()):
        with Supervisor(folder) as supervisor:
            supervisor.start([mongod.mongod_process(find_mongod(), folder.path / "mongo", port, 0.25)])
            with MongoClient(mongod.mongo_url(port)) as client:
                assert client.moved.things.count_documents({}) == count
                client.moved.things.insert_one({"port": port})
