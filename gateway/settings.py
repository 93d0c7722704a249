"""Settings of the gateway alone, from the environment: limits, lifetimes, timeouts. Shared ones are in the chassis."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, Final

from environs import Env

MIB: Final = 1024 * 1024


@dataclass(frozen=True)
class GatewaySettings:
    """Every field is an environment variable of its name after GATEWAY_; lifetimes are in seconds there."""

    trusted_proxies: int = 0
    limit_client: str = "3000/minute"
    limit_person: str = "3000/minute"
    limit_address: str = "3000/minute"
    limit_public_post: str = "600/minute"
    limit_token: str = "600/minute"  # noqa: S105  a number of requests
    limit_sign_in: str = "10/15minutes"
    limit_sign_in_address: str = "200/15minutes"
    limit_second_step: str = "10/15minutes"
    limit_second_step_day: str = "50/day"
    limit_reset: str = "5/hour"
    limit_reset_address: str = "60/hour"
    session_idle: timedelta = timedelta(hours=2)
    session_longest: timedelta = timedelta(hours=12)
    reset_valid: timedelta = timedelta(hours=1)
    invitation_valid: timedelta = timedelta(days=7)
    access_token_valid: timedelta = timedelta(minutes=10)
    secret_overlap: timedelta = timedelta(days=7)
    token_key_signs: timedelta = timedelta(days=90)
    connections: int = 20
    place_seconds: int = 1
    connect_seconds: float = 2.0
    read_seconds: float = 30.0
    largest_body: int = 64 * MIB

    @classmethod
    def from_environment(cls) -> GatewaySettings:
        """The settings; a wrong value is refused by environs, which names the variable."""
        env = Env(prefix="GATEWAY_")
        readers: dict[type, Any] = {str: env.str, int: env.int, float: env.float, timedelta: env.timedelta}
        read = {one.name: readers[type(one.default)](one.name.upper(), one.default) for one in fields(cls)}
        return cls(**read)
