"""How many examples a property test tries: few in the suite, many where HYPOTHESIS_PROFILE=soak."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, Phase, settings

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"


def examples(number: int, **more: Any) -> settings:
    """Settings with `number` examples, a hundred times as many in a soak; fixtures may be shared by all of them.

    Only a soak looks for the smallest example that fails: with a real store that takes many minutes.
    """
    shared = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    phases = [*Phase] if SOAK else [Phase.explicit, Phase.reuse, Phase.generate]
    return settings(
        max_examples=number * (100 if SOAK else 1), deadline=None, suppress_health_check=shared, phases=phases, **more
    )
