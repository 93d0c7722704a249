"""The embedded mongod: its command line and its replica set of one. Production runs a MongoDB of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from services.chassis.local.ports import LOOPBACK, answers
from services.chassis.local.process import Process

_SET: Final = "rs0"
_NOT_YET_INITIATED: Final = 94
_NOT_A_MEMBER: Final = 93


def mongo_url(port: int) -> str:
    """The address for the driver, which need not look often for another server: there is none."""
    return f"mongodb://{LOOPBACK}:{port}/?replicaSet={_SET}&heartbeatFrequencyMS=5000"


def mongod_process(program: Path, data: Path, port: int, cache_gigabytes: float = 0.5) -> Process:
    """A mongod with its data in `data`, reachable from this machine alone."""
    data.mkdir(parents=True, exist_ok=True)
    command = (
        str(program), "--dbpath", str(data), "--port", str(port), "--bind_ip", LOOPBACK, "--replSet", _SET,
        "--wiredTigerCacheSizeGB", str(cache_gigabytes), "--noscripting", "--nounixsocket", "--quiet",
        # An orphan transaction of a killed worker holds up the next one for this long; 60 is the default.
        "--setParameter", "transactionLifetimeLimitSeconds=5",
        "--setParameter", "diagnosticDataCollectionEnabled=false",
    )  # fmt: skip
    return Process("mongod", command, ready=lambda: is_primary(port), patience=60)


def is_primary(port: int) -> bool:
    """Whether the server takes writes; makes it a replica set of one on the way, or gives it its new port."""
    if not answers(port):
        return False
    client: MongoClient[dict[str, Any]] = MongoClient(
        LOOPBACK, port, directConnection=True, serverSelectionTimeoutMS=1000, socketTimeoutMS=5000
    )
    with client:
        try:
            return _ask_state(client, port)
        except PyMongoError:
            return False


def _ask_state(client: MongoClient[dict[str, Any]], port: int) -> bool:
    hello = client.admin.command("hello")
    if hello.get("isWritablePrimary"):
        return bool(hello["me"] == f"{LOOPBACK}:{port}")
    try:
        client.admin.command("replSetGetStatus")
    except OperationFailure as problem:
        if problem.code == _NOT_YET_INITIATED:
            client.admin.command("replSetInitiate", _configuration(port, version=1))
        elif problem.code == _NOT_A_MEMBER:
            _move(client, port)
    return False


def _move(client: MongoClient[dict[str, Any]], port: int) -> None:
    """The set's only member is known by a port of an earlier start: tell it the present one."""
    kept = client.local["system.replset"].find_one() or {}
    version = int(kept.get("version", 1)) + 1
    kept_settings = {key: kept[key] for key in ("protocolVersion", "settings") if key in kept}
    client.admin.command("replSetReconfig", _configuration(port, version) | kept_settings, force=True)


def _configuration(port: int, version: int) -> dict[str, Any]:
    return {"_id": _SET, "version": version, "members": [{"_id": 0, "host": f"{LOOPBACK}:{port}"}]}
