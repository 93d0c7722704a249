"""One running demonstration for all journeys, gone when they are over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.running import Platform


@pytest.fixture(scope="package")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The platform with the demonstration network, started as a newcomer does."""
    running = Platform(tmp_path_factory.mktemp("platform") / "data", "--demo")
    running.start()
    yield running
    assert running.stop() == 0
