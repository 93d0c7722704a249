"""Notifications with the outside world around it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from services.chassis.testing import ServiceUnderTest
from services.notifications.service import service
from tests.service.notifications.outside import Endpoint, Owners, Post


@pytest.fixture
def owners(platform_keys: Path) -> Iterator[Owners]:
    """Who holds the contacts."""
    owners = Owners(platform_keys / "public.json")
    yield owners
    owners.stop()


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server."""
    post = Post()
    yield post
    post.stop()


@pytest.fixture
def new_endpoint() -> Iterator[Callable[[], Endpoint]]:
    """Makes endpoints of city systems."""
    made: list[Endpoint] = []

    def make() -> Endpoint:
        made.append(Endpoint())
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
def endpoint(new_endpoint: Callable[[], Endpoint]) -> Endpoint:
    """One endpoint of a city system."""
    return new_endpoint()


@pytest.fixture
def start(service_under_test: Callable[..., ServiceUnderTest], owners: Owners) -> Callable[..., ServiceUnderTest]:
    """Makes notifications with settings of one's own."""

    def make(**settings: Any) -> ServiceUnderTest:
        told = {
            "service_urls": dict.fromkeys(("registry", "workshops", "support"), owners.url), "gateway_url": owners.url,
            "public_url": "https://cities.example", "webhook_reach": "loopback", **settings,
        }  # fmt: skip
        return service_under_test(service, **told)

    return make


@pytest.fixture
def notifications(start: Callable[..., ServiceUnderTest], post: Post) -> ServiceUnderTest:
    """Notifications with a mail server, where webhooks may lead to loopback."""
    return start(smtp_url=post.url)
