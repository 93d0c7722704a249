"""Each service in turn, with what a city owns there: made once for all tests of a module, since none changes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import uuid_utils
from joserfc.jwk import OKPKey

from services.chassis.config import Settings
from services.chassis.testing import ServiceUnderTest
from tests.security.estates import OWNERS, Estate
from tests.service_under_test import SCOPES_OF_ROLE


@pytest.fixture(scope="module", params=OWNERS)
def asked(
    request: pytest.FixtureRequest, mongo_url: str, platform_keys: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServiceUnderTest]:
    """Each service in turn, on a store of its own."""
    name, folder = request.param, tmp_path_factory.mktemp(request.param)
    settings = Settings(
        service=name, mongo_url=mongo_url, mongo_prefix=f"test_{uuid_utils.uuid7().hex[-12:]}", data_dir=folder,
        mail_dir=folder / "mail", passport_keys=platform_keys / "public.json",
        signing_key=platform_keys / f"{name}.json",
    )  # fmt: skip
    key = OKPKey.import_key(json.loads((platform_keys / "gateway.json").read_bytes()))
    made = ServiceUnderTest(OWNERS[name][0], settings, key, SCOPES_OF_ROLE)
    yield made
    made.close()


@pytest.fixture(scope="module")
def estate(asked: ServiceUnderTest) -> Estate:
    """What the city owns there."""
    return OWNERS[asked.service.name][1](asked)
