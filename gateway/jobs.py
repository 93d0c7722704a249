"""What the gateway does by itself, again and again: renew the keys of access tokens."""

from __future__ import annotations

from gateway.oauth import keys
from gateway.settings import GatewaySettings
from services.chassis.jobs import JobContext, Jobs

jobs = Jobs()


@jobs.every(seconds=600)
def renew_token_keys(context: JobContext) -> None:
    """Make the next key in time and drop the old ones."""
    signs = GatewaySettings.from_environment().token_key_signs
    context.record(lambda uow: keys.renew_when_due(uow, signs))
