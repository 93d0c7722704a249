"""Each service in turn, with what a city owns there: made once for all tests of a module, since none changes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uuid_utils
from joserfc.jwk import OKPKey
from pymongo import MongoClient

from services.chassis.config import Settings
from services.chassis.testing import ServiceUnderTest
from tests.security.estates import OWNERS, Estate
from tests.service_under_test import SCOPES_OF_ROLE, empty


@pytest.fixture(scope="module", params=OWNERS)
def asked(
    request: pytest.FixtureRequest, mongo_url: str, mongo_client: MongoClient[dict[str, Any]], platform_keys: Path,
    spare_prefixes: dict[object, list[str]], tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[ServiceUnderTest]:  # fmt: skip
    """Each service in turn, on a store of its own, which others use when this module is through with it."""
    name, folder, service = request.param, tmp_path_factory.mktemp(request.param), OWNERS[request.param][0]
    spare = spare_prefixes[service.name, repr(service.collections)]
    prepared = bool(spare)
    settings = Settings(
        service=name, mongo_url=mongo_url, data_dir=folder, mail_dir=folder / "mail",
        mongo_prefix=spare.pop() if spare else f"test_{uuid_utils.uuid7().hex[-12:]}",
        passport_keys=platform_keys / "public.json", signing_key=platform_keys / f"{name}.json",
    )  # fmt: skip
    empty(mongo_client[settings.database_name])
    key = OKPKey.import_key(json.loads((platform_keys / "gateway.json").read_bytes()))
    made = ServiceUnderTest(service, settings, key, SCOPES_OF_ROLE, prepared=prepared)
    yield made
    made.close(keep=True)
    spare.append(settings.mongo_prefix)


@pytest.fixture(scope="module")
def estate(asked: ServiceUnderTest) -> Estate:
    """What the city owns there."""
    return OWNERS[asked.service.name][1](asked)
