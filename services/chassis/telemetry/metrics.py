"""The figures that a process counts, for Prometheus on an internal port. Labels never hold ids or personal data."""

from __future__ import annotations

from functools import cache

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Histogram(
    "learning_cities_request_seconds",
    "Time from the arrival of a request to its answer.",
    ["service", "method", "status"],
)
EVENTS = Counter("learning_cities_events_total", "Events by what became of them.", ["service", "type", "state"])
PUBLISHED = Counter("learning_cities_published_total", "Events that the broker confirmed.", ["service"])
WAITING_TOO_LONG = Gauge(
    "learning_cities_waiting_too_long",
    "Pieces of work that another service should have done by now, by kind and by that service.",
    ["service", "kind", "waits_for"],
)
OUTBOX_AGE = Gauge(
    "learning_cities_outbox_oldest_seconds", "Age of the oldest event that waits for the broker.", ["service"]
)


@cache
def requests(service: str, method: str, status: int) -> Histogram:
    """What counts the requests that ended so; to look it up anew costs more than to count."""
    return REQUESTS.labels(service, method, str(status))
