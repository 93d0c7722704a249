"""The built assets under /static/: names that carry their hash, cached for ever, compressed beforehand."""

from __future__ import annotations

import json
from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static/"
_HASHED = r"\.[0-9a-f]{12}\.\w+$"


def asset(name: str) -> str:
    """The address of a built file by its plain name: asset("main.css")."""
    return PREFIX + _files()[name]


@cache
def _files() -> dict[str, str]:
    manifest = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    return {name: entry["file"] for name, entry in manifest.items()}


def install(app: Flask) -> None:
    """Have `app` serve the assets, before Flask sees the request."""
    serving = WhiteNoise(app.wsgi_app, immutable_file_test=_HASHED)
    serving.add_files(str(FOLDER), prefix=PREFIX)
    app.wsgi_app = serving  # type: ignore[method-assign]


def paths(app: Flask) -> Container[str]:
    """The addresses of the assets that `app` serves after `install`."""
    serving: Any = app.wsgi_app
    files: Container[str] = serving.files
    return files
