"""The website under test: as empty as on its first day, or with a small network in it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from services.chassis.testing import ServiceUnderTest
from services.website.service import service
from tests.website_network import tell_everything


@pytest.fixture
def website(service_under_test: Callable[..., ServiceUnderTest]) -> ServiceUnderTest:
    """The website, which has heard of nothing."""
    return service_under_test(service)


@pytest.fixture
def reader(website: ServiceUnderTest) -> FlaskClient:
    """Somebody with a browser, and a website with a small network in it."""
    tell_everything(website)
    return website.app.test_client()
