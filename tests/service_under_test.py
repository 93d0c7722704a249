"""The fixtures that put a service of the platform on a database of its own, with the roles that the gateway knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import uuid_utils
from joserfc.jwk import OKPKey

from deploy.platform import OWNERS
from gateway.identity.roles import ROLES
from services.chassis.config import Settings
from services.chassis.local.keys import make_keys
from services.chassis.service import Service
from services.chassis.testing import ServiceUnderTest

SCOPES_OF_ROLE = {name: role.scopes for name, role in ROLES.items()}


@pytest.fixture(scope="session")
def platform_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the key pairs of the gateway and every service, and public.json."""
    folder = tmp_path_factory.mktemp("keys")
    make_keys(folder, OWNERS)
    return folder


@pytest.fixture
def service_under_test(
    mongo_url: str, platform_keys: Path, tmp_path: Path
) -> Iterator[Callable[..., ServiceUnderTest]]:
    """Makes services under test: `service_under_test(service)`; settings can be given by name."""
    made: list[ServiceUnderTest] = []

    def make(
        service: Service, *, issuer_key: Path = platform_keys / "gateway.json", **settings: Any
    ) -> ServiceUnderTest:
        key = OKPKey.import_key(orjson.loads(issuer_key.read_bytes()))
        options = {
            "mongo_url": mongo_url,
            "mongo_prefix": f"test_{uuid_utils.uuid7().hex[-12:]}", "passport_keys": platform_keys / "public.json",
            "signing_key": platform_keys / f"{service.name}.json", "data_dir": tmp_path, "mail_dir": tmp_path / "mail",
            **settings,
        }  # fmt: skip
        own = Settings(service=service.name, **options)
        made.append(ServiceUnderTest(service, own, key, SCOPES_OF_ROLE))
        return made[-1]

    yield make
    for one in made:
        one.close()
