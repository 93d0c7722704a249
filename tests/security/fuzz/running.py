"""Running schemathesis: its callers, what they may use, and how it is called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from gateway.identity.roles import SCOPES
from tests.journeys.running import Platform

HERE = Path(__file__).parent
UNLIMITED = {f"GATEWAY_LIMIT_{name}": "1000000/minute" for name in ("CLIENT", "ADDRESS", "PUBLIC_POST", "TOKEN")}
SETTINGS = UNLIMITED | {"GATEWAY_ACCESS_TOKEN_VALID": "86400"}


@dataclass(frozen=True)
class Caller:
    """Who asks, with which scopes, in which city (None: all), for which paths, for what part of the time."""

    name: str
    scopes: tuple[str, ...]
    city: str | None
    paths: str
    share: float


CALLERS = (
    Caller("much", tuple(scope for scope in SCOPES if scope != "gateway:write"), None, "", 0.6),
    Caller("administration", SCOPES, None, "^/(api/v1/gateway|oauth)/", 0.2),
    Caller("little", ("registry:read",), "catania", "", 0.2),
)


def start(folder: Path) -> Platform:
    """The demonstration with no limits of how often one may ask, running."""
    platform = Platform(folder, "--demo", **SETTINGS)
    platform.start()
    return platform


def fuzz(platform: Platform, caller: Caller, seed: int, *limits: str) -> subprocess.CompletedProcess[str]:
    """Run all checks with stateful links as `caller`; `limits` are options of `st run`. Exit code 1 for failures."""
    token = platform.client(*caller.scopes, city=caller.city).session.headers["Authorization"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(HERE.parents[2]),
        "SCHEMATHESIS_HOOKS": "tests.security.fuzz.hooks",
        "FUZZ_KNOWN": json.dumps(_known(platform)),
    }  # fmt: skip
    command = [
        str(Path(sys.executable).with_name("st")), "--config-file", str(HERE / "schemathesis.toml"), "run",
        f"{platform.address}/api/v1/openapi.json", "--origin", platform.address, "--seed", str(seed),
        "--header", f"Authorization: {token}", "--checks", "all", "--continue-on-failure", "--no-color",
        "--warnings", "off", *limits,
    ]  # fmt: skip
    if caller.paths:
        command += ["--include-path-regex", caller.paths]
    return subprocess.run(command, env=environment, cwd=platform.folder, capture_output=True, text=True)


def _known(platform: Platform) -> dict[str, list[str]]:
    """Words of the demonstration by the names of the fields that take them."""
    asks = platform.client("registry:read", "transfers:read", "workshops:read")
    ids = {what: [one["id"] for one in asks.get(path)["items"]] for what, path in _LISTS.items()}
    words = {
        "city": ["catania", "bologna"], "country": ["IT"], "language": ["it"], "timezone": ["Europe/Rome"],
        "email": ["fuzz@example.org"], "grant_type": ["client_credentials"],
        "lead_organisation": ids["organisation"],
    }  # fmt: skip
    return {field: known for field, known in (words | ids).items() if known}


_LISTS = {
    "organisation": "registry/organisations",
    "practice": "transfers/practices",
    "gathering": "workshops/gatherings",
}
