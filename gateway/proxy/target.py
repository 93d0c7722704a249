"""The request target that a service gets: the bytes the client sent, so that nobody decodes an address twice."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote


def target_of(environ: dict[str, Any]) -> str:
    """Path and query as they came; from the decoded path where the server does not keep them or they are absolute."""
    raw: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    if raw.startswith("/"):
        return raw.partition("#")[0]
    path = quote(environ.get("PATH_INFO", "/").encode("latin-1"), safe="/:@!$&'()*+,;=~-._") or "/"
    query = environ.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
