"""Merging documents of one kind into one. Plain data in, plain data out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Document = dict[str, Any]

_BY_NAME: Final = ("paths", "channels", "operations")
_REFERENCE: Final = "$ref"


def merged(documents: Mapping[str, Document], frame: Document) -> Document:
    """`frame` with the parts of every service's document in it, services in order of their names.

    Components of one name and different content get their service's name before their own; references follow.
    """
    whole: Document = {**frame, "components": {}}
    tags: list[Any] = []
    for service, document in sorted(documents.items()):
        own = _apart(service, document, whole["components"])
        for part in _BY_NAME:
            if part in own:
                whole.setdefault(part, {}).update(own[part])
        tags += own.get("tags", [])
        for kind, named in own.get("components", {}).items():
            whole["components"].setdefault(kind, {}).update(named)
    return whole | ({"tags": _once(tags)} if tags else {})


def _apart(service: str, document: Document, taken: Mapping[str, Mapping[str, Any]]) -> Document:
    """The document with its components renamed where others of their names are there already."""
    renamed: dict[str, str] = {}
    components: Document = {}
    for kind, named in document.get("components", {}).items():
        components[kind] = {}
        for name, content in named.items():
            clash = name in taken.get(kind, {}) and taken[kind][name] != content
            new = f"{service}.{name}" if clash else name
            components[kind][new] = content
            if clash:
                renamed[f"#/components/{kind}/{name}"] = f"#/components/{kind}/{new}"
    apart: Document = _redirected({**document, "components": components}, renamed) if renamed else document
    return apart


def _redirected(value: Any, renamed: Mapping[str, str]) -> Any:
    """The value with every reference to a renamed component following it."""
    if isinstance(value, dict):
        return {
            key: renamed.get(one, one) if key == _REFERENCE and isinstance(one, str) else _redirected(one, renamed)
            for key, one in value.items()
        }
    return [_redirected(one, renamed) for one in value] if isinstance(value, list) else value


def _once(tags: list[Any]) -> list[Any]:
    """Each tag once, by its name: two services may have a subject of the same name."""
    return list({tag["name"]: tag for tag in tags}.values())
