"""Every collection about people is in the records of processing, by the activity that fills it (GDPR, Article 30)."""

from __future__ import annotations

from importlib import import_module

import pytest

from deploy.platform import OWNERS
from services.chassis.service import Service

PACKAGES = {owner: "gateway" if owner == "gateway" else f"services.{owner}" for owner in OWNERS}


@pytest.mark.parametrize("owner", PACKAGES)
def test_each_service_says_why_it_keeps_what_is_about_people(owner: str) -> None:
    service: Service = import_module(f"{PACKAGES[owner]}.service").service
    personal = {one.name for one in service.collections if one.personal}
    told = import_module(f"{PACKAGES[owner]}.processing").ACTIVITIES if personal else ()
    assert {name for activity in told for name in activity.collections} == personal
    assert any(table.subject == "processing" for table in service.routes) == bool(personal)
