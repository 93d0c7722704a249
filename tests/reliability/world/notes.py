"""The notes of the chassis' own tests, as a process; it hears its own events too."""

from __future__ import annotations

from tests.service.chassis.toy import service

create_app, create_worker = service.create_app, service.create_worker
