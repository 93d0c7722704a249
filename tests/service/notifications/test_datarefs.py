"""Reading what another service keeps, with our own passport."""

import pytest

from services.chassis.client import fetch_dataref
from services.chassis.config import Settings
from services.chassis.errors import Unavailable
from services.chassis.testing import ServiceUnderTest
from tests.service.notifications.outside import Owners


@pytest.fixture
def settings(notifications: ServiceUnderTest) -> Settings:
    """Those of notifications, which knows where the owners are."""
    return notifications.settings


def test_the_owner_shows_a_contact_to_a_genuine_passport(settings: Settings, owners: Owners) -> None:
    dataref = owners.know("/contacts/registrations/r1", name="Ana")
    found = fetch_dataref(settings, "workshops", dataref)
    assert found == {"name": "Ana", "email": "ana@example.org", "language": "en", "link": None}
    assert owners.asked == ["notifications: /contacts/registrations/r1"]


def test_an_erased_person_is_none(settings: Settings, owners: Owners) -> None:
    owners.erase("/contacts/registrations/r1")
    assert fetch_dataref(settings, "gateway", "/contacts/registrations/r1") is None


def test_anything_else_is_to_be_asked_again(settings: Settings) -> None:
    with pytest.raises(Unavailable):
        fetch_dataref(settings, "workshops", "/contacts/registrations/nobody")


def test_an_owner_that_is_down_is_to_be_asked_again(settings: Settings, owners: Owners) -> None:
    owners.stop()
    with pytest.raises(Unavailable):
        fetch_dataref(settings, "workshops", "/contacts/registrations/r1")


@pytest.mark.parametrize(
    "dataref",
    ["//evil.example/x", "/../../gateway/secrets", "/contacts/r1?x=1", "contacts/r1", "@evil.example/", "/a/../b", ""],
)
def test_only_a_plain_path_is_followed(settings: Settings, owners: Owners, dataref: str) -> None:
    with pytest.raises(ValueError, match="not a dataref"):
        fetch_dataref(settings, "workshops", dataref)
    assert owners.asked == []
