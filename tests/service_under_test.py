"""The fixtures that put a service of the platform on a database of its own, with the roles that the gateway knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import uuid_utils
from argon2 import PasswordHasher
from joserfc.jwk import OKPKey
from pymongo import MongoClient
from pymongo.database import Database

from deploy.platform import OWNERS
from gateway.identity import passwords
from gateway.identity.roles import ROLES
from services.chassis.config import Settings
from services.chassis.local.keys import make_keys
from services.chassis.service import Service
from services.chassis.testing import ServiceUnderTest

DEAR_HASHER = passwords._hasher
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

SCOPES_OF_ROLE = {name: role.scopes for name, role in ROLES.items()}


@pytest.fixture(scope="session")
def platform_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the key pairs of the gateway and every service, and public.json."""
    folder = tmp_path_factory.mktemp("keys")
    make_keys(folder, OWNERS)
    return folder


@pytest.fixture(scope="session")
def spare_prefixes() -> dict[object, list[str]]:
    """The prefixes of databases that nobody uses now, by what they were made for.

    To make the collections and indexes of a service anew takes a hundred times as long as to empty them.
    """
    return defaultdict(list)


@pytest.fixture(scope="session")
def mongo_client(mongo_url: str) -> Iterator[MongoClient[dict[str, Any]]]:
    """The mongod of the session, to empty databases."""
    with MongoClient[dict[str, Any]](mongo_url) as client:
        yield client


@pytest.fixture
def service_under_test(
    mongo_url: str, mongo_client: MongoClient[dict[str, Any]], platform_keys: Path, tmp_path: Path,
    spare_prefixes: dict[object, list[str]],
) -> Iterator[Callable[..., ServiceUnderTest]]:  # fmt: skip
    """Makes services under test: `service_under_test(service)`; settings can be given by name.

    Each has an empty database; only one whose place is given by the settings is thrown away afterwards.
    """
    made: list[tuple[ServiceUnderTest, list[str] | None]] = []

    def make(
        service: Service, *, issuer_key: Path = platform_keys / "gateway.json", **settings: Any
    ) -> ServiceUnderTest:
        key = OKPKey.import_key(orjson.loads(issuer_key.read_bytes()))
        shared = not {"mongo_url", "mongo_prefix"} & {*settings}
        spare = spare_prefixes[service.name, repr(service.collections)] if shared else None
        prepared = bool(spare)
        prefix = spare.pop() if spare else f"test_{uuid_utils.uuid7().hex[-12:]}"
        options = {
            "mongo_url": mongo_url, "mongo_prefix": prefix, "passport_keys": platform_keys / "public.json",
            "signing_key": platform_keys / f"{service.name}.json", "data_dir": tmp_path, "mail_dir": tmp_path / "mail",
            **settings,
        }  # fmt: skip
        own = Settings(service=service.name, **options)
        empty(mongo_client[f"{prefix}_{service.name}"])
        made.append((ServiceUnderTest(service, own, key, SCOPES_OF_ROLE, prepared=prepared), spare))
        return made[-1][0]

    yield make
    for one, spare in made:
        one.close(keep=spare is not None)
        if spare is not None:
            spare.append(one.settings.mongo_prefix)


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least work that it can do. No setting of the gateway does this, so nobody takes it elsewhere."""
    _hash_with(CHEAP_HASHER, monkeypatch)


@pytest.fixture
def dear_hashes(cheap_hashes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 as the gateway uses it, for tests of how strong it is and how long it takes."""
    _hash_with(DEAR_HASHER, monkeypatch)


def _hash_with(hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", hasher)
    passwords._nobodys.cache_clear()  # it takes as long as the others


def empty(database: Database[dict[str, Any]]) -> None:
    """Take every row out of a database: one question tells which collections have any, and most have none."""
    names = database.list_collection_names()
    filled = [{"$collStats": {"count": {}}}, {"$match": {"count": {"$gt": 0}}}]
    each = [{"$unionWith": {"coll": name, "pipeline": [*filled, {"$set": {"name": name}}]}} for name in names]
    for row in database.aggregate([{"$documents": []}, *each]) if names else ():
        database[row["name"]].delete_many({})
