"""The first requests of a process that has just been started come several at once, and are all let in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from joserfc.jwk import KeySet, OKPKey

from services.chassis.actor import ALL, Actor
from services.chassis.http.passport import Verifier, sign_passport

AT_ONCE = 8


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Have threads take turns after a few instructions, as many do on a machine under load."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_requests_that_come_while_the_keys_are_read_are_let_in(tmp_path: Path, hasty_threads: None) -> None:
    key = OKPKey.generate_key("Ed25519", {"kid": "gateway"})
    keys = tmp_path / "public.json"
    keys.write_text(json.dumps(KeySet([key]).as_dict(private=False)))
    staff = Actor(id="p1", kind="person", cities=ALL)
    passport = sign_passport(key, staff, ["registry"])
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for _start in range(100):
            verifier, together = Verifier(keys), Barrier(AT_ONCE)

            def first_request(verifier: Verifier = verifier, together: Barrier = together) -> Actor:
                together.wait()
                return verifier.verify(passport, "registry")

            requests = [threads.submit(first_request) for _request in range(AT_ONCE)]
            assert [request.result() for request in requests] == [staff] * AT_ONCE
