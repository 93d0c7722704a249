"""The checkpoints that the sealers of a data folder have written down, with the keys that check them."""

from __future__ import annotations

import json
from typing import Any

from services.chassis.local.folder import DataFolder


def checkpoints_in(folder: DataFolder) -> dict[str, Any]:
    """`checkpoints` and `public_keys` for a Layout."""
    keys = json.loads((folder.keys / "public.json").read_bytes())["keys"]
    files = sorted((folder.path / "checkpoints").glob("*.checkpoints"))
    return {
        "checkpoints": [line for file in files for line in file.read_text().splitlines()],
        "public_keys": {key["kid"]: key["x"] for key in keys},
    }
