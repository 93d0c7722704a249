"""Webhooks and their deliveries as tests make and see them."""

from typing import Any

from services.chassis.testing import Caller, ServiceUnderTest
from services.contracts import registry
from tests.service.notifications.outside import Endpoint

REGISTERED = registry.OrganisationRegistered.type
SCOPES = ("notifications:*", "registry:read", "workshops:read")


def city_system(notifications: ServiceUnderTest, city: str | None = "catania") -> Caller:
    return notifications.client(*SCOPES, city=city)


def register(caller: Caller, endpoint: Endpoint, *types: str, **more: Any) -> dict[str, Any]:
    return caller.post("/webhooks", {"url": endpoint.url, "types": list(types) or [REGISTERED], **more}, status=201)


def say(notifications: ServiceUnderTest, city: str | None = "catania", id: str | None = None, name: str = "CFP") -> str:
    data = {"name": name, "kind": "ngo", "country": "IT", "description": {}, "languages": [], "policy_areas": []}
    event = notifications.hears(registry.OrganisationRegistered, subject="o1", data=data, city=city, id=id)
    return event.id


def deliveries(caller: Caller, webhook: dict[str, Any], **filters: str) -> list[dict[str, Any]]:
    return caller.get(f"/webhooks/{webhook['id']}/deliveries", query_string=filters)["items"]


def states(caller: Caller, webhook: dict[str, Any]) -> list[tuple[str, int]]:
    return [(one["state"], one["tries"]) for one in deliveries(caller, webhook)]
