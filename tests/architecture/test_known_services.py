"""A service that was added is known wherever docs/developers/adding-a-service.md says that it has to be."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from deploy.platform import SERVICES
from gateway.identity.roles import ROLES
from gateway.routing import API
from tests.security.estates import OWNERS
from tests.security.rules import OWNED

RULES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["tool"][
    "importlinter"
]["contracts"]
WITH_AN_API = [name for name in SERVICES if name != "website"]


@pytest.mark.parametrize("name", SERVICES)
def test_each_import_rule_that_names_services_names_it(name: str) -> None:
    named = {rule["name"]: {*rule.get("modules", ()), *rule.get("forbidden_modules", ())} for rule in RULES}
    of_services = {rule: modules for rule, modules in named.items() if "services.registry" in modules}
    assert len(of_services) == 4
    assert [rule for rule, modules in of_services.items() if f"services.{name}" not in modules] == []


@pytest.mark.parametrize("name", WITH_AN_API)
def test_the_gateway_leads_to_it_whom_a_role_lets_in(name: str) -> None:
    assert API[name] == name
    assert {f"{name}:read", f"{name}:write"} <= ROLES["coordinator"].scopes


@pytest.mark.parametrize("name", WITH_AN_API)
def test_every_caller_is_tried_on_every_route_of_it(name: str) -> None:
    assert name in OWNERS, "Give an example of each of its objects: tests/security/estates.py."
    assert name in OWNED, "Say whose its objects are: tests/security/rules.py."
