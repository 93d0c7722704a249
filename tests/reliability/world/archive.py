"""A second listener, the same in everything but its name, so that two can be killed at different points at once."""

from __future__ import annotations

from dataclasses import replace

from tests.reliability.world import listener

service = replace(listener.service, name="archive")
create_app, create_worker = service.create_app, service.create_worker
