"""The toy service under test."""

from collections.abc import Callable

import pytest

from services.chassis.testing import ServiceUnderTest
from tests.service.chassis import toy


@pytest.fixture
def notes(service_under_test: Callable[..., ServiceUnderTest]) -> ServiceUnderTest:
    """A service of notes on an empty store."""
    return service_under_test(toy.service)
