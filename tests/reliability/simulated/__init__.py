"""A store and a clock that are simulated in memory, so that thousands of schedules fit in seconds. Nothing of ours."""
