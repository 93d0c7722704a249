"""Network namespaces that a test makes for itself: some hosts on one bridge, cut apart and joined again.

Nothing in here reaches, or is reached from, the machine's own network. Needs root, iproute2 and nftables.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import uuid_utils

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of setns(2)
_libc = ctypes.CDLL(None, use_errno=True)


class Network:
    """Hosts by name, each in a namespace with an address of its own; `close` ends what was started in them."""

    def __init__(self, hosts: Sequence[str]) -> None:
        self._mark = f"lc{uuid_utils.uuid7().hex[-8:]}"
        self._hub = f"{self._mark}-hub"
        self._processes: list[subprocess.Popen[bytes]] = []
        self.addresses = {host: f"10.77.0.{number}" for number, host in enumerate(hosts, start=1)}
        _run("ip", "netns", "add", self._hub)
        _run("ip", "-n", self._hub, "link", "add", "bridge0", "type", "bridge")
        _run("ip", "-n", self._hub, "link", "set", "bridge0", "up")
        for number, host in enumerate(hosts):
            self._add(host, f"port{number}")

    def __enter__(self) -> Network:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _add(self, host: str, port: str) -> None:
        space = self._space(host)
        _run("ip", "netns", "add", space)
        _run(
            "ip", "-n", self._hub, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", space,
        )  # fmt: skip
        _run("ip", "-n", self._hub, "link", "set", port, "master", "bridge0", "up")
        _run("ip", "-n", space, "address", "add", f"{self.addresses[host]}/24", "dev", "eth0")
        _run("ip", "-n", space, "link", "set", "eth0", "up")
        _run("ip", "-n", space, "link", "set", "lo", "up")

    def _space(self, host: str) -> str:
        return f"{self._mark}-{host}"

    def start(
        self, host: str, command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a process on `host`; its id is that of the program itself."""
        with log.open("ab") as out:
            process = subprocess.Popen(
                ["/usr/bin/env", "ip", "netns", "exec", self._space(host), *command],
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                env=os.environ | dict(environment or {}), start_new_session=True,
            )  # fmt: skip
        self._processes.append(process)
        return process

    def on(self, host: str, threads: int = 1) -> ThreadPoolExecutor:
        """Threads of this process whose connections, and those of threads that they start, begin at `host`."""
        return ThreadPoolExecutor(threads, initializer=_enter, initargs=(self._space(host),))

    def cut(self, host: str, others: Sequence[str]) -> None:
        """Drop, without a word, whatever `host` says to `others` or hears from them."""
        addresses = ", ".join(self.addresses[other] for other in others)
        rules = (
            "table ip cut {\n"
            f"chain heard {{ type filter hook input priority 0; ip saddr {{ {addresses} }} drop; }}\n"
            f"chain said {{ type filter hook output priority 0; ip daddr {{ {addresses} }} drop; }}\n"
            "}\n"
        )
        _run("ip", "netns", "exec", self._space(host), "nft", "-f", "-", said=rules)

    def join(self, host: str) -> None:
        """Undo every cut of `host`."""
        _run("ip", "netns", "exec", self._space(host), "nft", "flush", "ruleset")

    def close(self) -> None:
        """End every process that was started here and throw the namespaces away."""
        for process in self._processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
        for space in (*(self._space(host) for host in self.addresses), self._hub):
            subprocess.run(["/usr/bin/env", "ip", "netns", "del", space], check=False, capture_output=True)


def _enter(space: str) -> None:
    """Move the thread that calls into the namespace."""
    with open(f"/run/netns/{space}") as namespace:
        if _libc.setns(namespace.fileno(), _NEW_NETWORK):
            raise OSError(ctypes.get_errno(), f"cannot enter {space}")


def _run(*command: str, said: str | None = None) -> None:
    done = subprocess.run(command, input=said, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
