"""Addresses that lead inside, and the many ways to write each: what a stranger would give us for a webhook."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address

INSIDE = (
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.0", "198.18.0.1", "224.0.0.1", "255.255.255.255",  # noqa: S104  nothing is bound
)  # fmt: skip
"""Loopback, private, link-local (a cloud's metadata), shared, unspecified, benchmarks, multicast, broadcast."""
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def written(address: str) -> Iterator[str]:
    """Each way to write an IPv4 address as a host that some program or other understands."""
    number, parts = int(IPv4Address(address)), [int(part) for part in address.split(".")]
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    yield address
    yield f"{address}."
    yield str(number)
    yield f"{number:#x}"
    yield f"0{number:o}"
    yield ".".join(f"{part:#x}" for part in parts)
    yield ".".join(f"0{part:03o}" for part in parts)
    yield f"{parts[0]}.{number & 0xFFFFFF}"
    yield f"{parts[0]}.{parts[1]}.{number & 0xFFFF}"
    yield f"{parts[0]:#x}.{parts[1]}.0{parts[2]:o}.{parts[3]}"
    yield address.translate(_WIDE)
    yield address.replace(".", "。")
    yield "".join(f"%{ord(sign):x}" for sign in address)
    yield f"[::ffff:{address}]"
    yield f"[::ffff:{high}:{low}]"
    yield f"[0:0:0:0:0:ffff:{high}:{low}]"
    yield f"[64:ff9b::{address}]"
    yield f"[2002:{high}:{low}::1]"
    yield f"[::{address}]"
    yield f"city.example@{address}"


FORMS = [f"https://{host}:{{port}}/" for address in INSIDE for host in written(address)]
"""Every address in every way."""
