"""How many schedules are tried: a few in the suite, a hundred times as many with HYPOTHESIS_PROFILE=soak."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SOAK = 100


def schedules(examples: int, steps: int) -> settings:
    """`examples` schedules of up to `steps` steps each."""
    more = SOAK if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 1
    return settings(
        max_examples=examples * more, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
