"""What schemathesis loads (SCHEMATHESIS_HOOKS): words that get a made-up request past the rules of the network.

fuzz/running.py gives them in FUZZ_KNOWN, as JSON: for each name of a field some of the values that it may have.
"""

from __future__ import annotations

import json
import os
import zlib
from typing import Any

import schemathesis

KNOWN: dict[str, list[str]] = json.loads(os.environ["FUZZ_KNOWN"])


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """In what is right in form, half of all texts that name a city and the like name one that is there.

    A removal is never a rehearsal: what is rehearsed is still there after it, which is told as a fault.
    """
    if case.method.upper() == "DELETE" and case.headers.get("Dry-Run") == "true":
        del case.headers["Dry-Run"]
    if case.meta is not None and case.meta.generation.mode.is_positive and isinstance(case.body, dict):
        for field, words in KNOWN.items():
            value = case.body.get(field)
            if isinstance(value, str) and (
                chosen := zlib.crc32(value.encode("utf-8", "replace")) % (2 * len(words))
            ) < len(words):
                case.body[field] = words[chosen]
