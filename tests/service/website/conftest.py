"""The website under test: as empty as on its first day, with a small network in it, or among real services."""

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from services.chassis.testing import ServiceUnderTest
from services.support.service import service as support_service
from services.website.service import service
from services.workshops.service import service as workshops_service
from tests.browser.conftest import serving
from tests.website_network import tell_everything

Make = Callable[..., ServiceUnderTest]


@pytest.fixture
def website(service_under_test: Make) -> ServiceUnderTest:
    """The website, which has heard of nothing."""
    return service_under_test(service)


@pytest.fixture
def reader(website: ServiceUnderTest) -> FlaskClient:
    """Somebody with a browser, and a website with a small network in it."""
    tell_everything(website)
    return website.app.test_client()


@pytest.fixture
def workshops(service_under_test: Make) -> ServiceUnderTest:
    """The real workshops service."""
    return service_under_test(workshops_service)


@pytest.fixture
def support(service_under_test: Make) -> ServiceUnderTest:
    """The real support desk."""
    return service_under_test(support_service)


@pytest.fixture
def among_services(
    service_under_test: Make, workshops: ServiceUnderTest, support: ServiceUnderTest
) -> Iterator[ServiceUnderTest]:
    """The website beside the services that its forms write to."""
    for workshops_url in serving(workshops.app):
        for support_url in serving(support.app):
            yield service_under_test(service, service_urls={"workshops": workshops_url, "support": support_url})


@pytest.fixture
def alone(service_under_test: Make) -> ServiceUnderTest:
    """The website when no other service answers."""
    nobody = "http://127.0.0.1:9"
    return service_under_test(service, service_urls={"workshops": nobody, "support": nobody})
