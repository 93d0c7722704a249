"""orjson as Flask's JSON: several times as fast, instants as ISO 8601."""

from __future__ import annotations

from typing import Any

import orjson
from flask.json.provider import JSONProvider


def dump(value: Any) -> bytes:
    """`value` as JSON; instants end in Z, and one without a zone is in UTC, as the store keeps all."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC)


class OrjsonProvider(JSONProvider):
    """Flask's `jsonify` and `request.json` by orjson."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """JSON text."""
        return dump(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """The value of a JSON text."""
        return orjson.loads(s)
