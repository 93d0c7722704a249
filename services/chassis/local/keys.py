"""The Ed25519 key pairs with which processes sign their passports, and the public set for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from services.chassis.local.folder import read_json, write_json

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey

PUBLIC_SET = "public.json"


def private_key_path(folder: Path, issuer: str) -> Path:
    """Where the key of `issuer` is; its owner alone may read it."""
    return folder / f"{issuer}.json"


def make_keys(folder: Path, issuers: Iterable[str]) -> None:
    """Make the missing pairs, and write the public halves of all into one JWK set; `kid` is the issuer."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = [_make_or_read(private_key_path(folder, issuer), issuer) for issuer in issuers]
    public = {"keys": [key.as_dict(private=False) for key in keys]}
    if read_json(folder / PUBLIC_SET) != public:
        write_json(folder / PUBLIC_SET, public)


def _make_or_read(path: Path, issuer: str) -> OKPKey:
    from joserfc.jwk import OKPKey

    kept = read_json(path)
    if kept is not None:
        return OKPKey.import_key(kept)
    key = OKPKey.generate_key("Ed25519", {"kid": issuer, "alg": "Ed25519", "use": "sig"}, private=True)
    write_json(path, key.as_dict(private=True), mode=0o600)
    return key
