"""The chains of the audit trail, computed again from what docs/operators/security.md says of them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Row = dict[str, Any]
Fault = tuple[str, str]
"""The id of the entry, or of the chain, and what is wrong with it."""


def hash_of(service: str, entry: Mapping[str, Any], place: int, previous: str) -> str:
    """What the entry's hash has to be when it stands at `place` behind the one with the hash `previous`."""
    content = {name: _plain(value) for name, value in entry.items() if name != "seal"}
    sealed = {"service": service, "place": place, "previous": previous, "entry": content}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    return f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03}Z"


def faults(service: str, entries: Iterable[Row], heads: Mapping[str, Row]) -> Iterator[Fault]:
    """What is wrong with the chains of one service, in which no entry may be without its seal."""
    chains: dict[str, dict[int, Row]] = defaultdict(dict)
    for entry in entries:
        seal = entry.get("seal")
        if not seal:
            yield entry["_id"], "is not sealed"
        elif seal["place"] in chains[entry.get("city") or "*"]:
            yield entry["_id"], f"has the place {seal['place']} of another entry"
        else:
            chains[entry.get("city") or "*"][seal["place"]] = entry
    for name in sorted({*chains, *heads}):
        yield from _faults_of(service, name, chains.get(name, {}), heads.get(name, {"place": 0, "hash": ""}))


def _faults_of(service: str, name: str, chain: Mapping[int, Row], head: Row) -> Iterator[Fault]:
    previous = ""
    for place in range(1, max([*chain, head["place"]], default=0) + 1):
        if place not in chain:
            yield f"{service} {name}", f"place {place} of the chain is empty"
            return
        entry, seal = chain[place], chain[place]["seal"]
        if seal["hash"] != hash_of(service, entry, place, previous):
            yield entry["_id"], f"is not what was sealed at place {place} of {name}"
        previous = seal["hash"]
    if (head["place"], head["hash"]) != (len(chain), previous):
        yield f"{service} {name}", f"the head says {head['place']}, the chain ends at {len(chain)}"


def signed_faults(tokens: Iterable[str], keys: Mapping[str, str], trails: Mapping[str, list[Row]]) -> Iterator[Fault]:
    """What is wrong with checkpoints, by their signers' public keys (base64url) and the entries of each service."""
    places = {
        (service, entry.get("city") or "*", entry["seal"]["place"]): entry["seal"]["hash"]
        for service, entries in trails.items() for entry in entries if entry.get("seal")
    }  # fmt: skip
    for token in tokens:
        head, claims, signature = token.split(".")
        said = json.loads(_bytes(claims))
        where = f"{said['iss']} {said['chain']}"
        try:
            Ed25519PublicKey.from_public_bytes(_bytes(keys[said["iss"]])).verify(
                _bytes(signature), f"{head}.{claims}".encode()
            )
        except (InvalidSignature, KeyError):
            yield where, f"the checkpoint of place {said['place']} is not signed by its service"
        if places.get((said["iss"], said["chain"], said["place"])) != said["hash"]:
            yield where, f"place {said['place']} is not what a checkpoint says of it"


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
