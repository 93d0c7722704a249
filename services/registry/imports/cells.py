"""From the cells of a row to the fields of a thing: texts, lists, numbers, yes and no, texts by language, one place.

What a word in a cell stands for is asked of `words` (words.py); what is no number or no word of ours stays as it is
written, for the schema to refuse it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.registry.imports.model import Row, Table
from services.registry.imports.targets import TARGETS, target_of

Words = Mapping[str, Callable[[str], str]]
"""What reads the words of a target: it gives our code, or the text as it is."""


def fields_of(table: Table, row: Row, words: Words) -> dict[str, Any]:
    """The fields that a row gives. An empty cell says nothing: then the constant counts, if there is one.

    Constants alone make no place and no role.
    """
    told = {target: _value(table, target, row.cells[column], words) for target, column in table.columns.items()}
    told = {target: value for target, value in told.items() if value is not None and value != []}
    parts = TARGETS[table.makes].parts
    begun = {target.partition(".")[0] for target in told}
    for target, text in table.constants.items():
        if target not in told and (target.partition(".")[0] in begun or target.partition(".")[0] not in parts):
            told[target] = _value(table, target, text, words)
    fields: dict[str, Any] = {}
    for target, value in told.items():
        _fill(fields, parts, target, value)
    return fields


def _fill(fields: dict[str, Any], parts: Mapping[str, str], target: str, value: Any) -> None:
    name, _dot, rest = target.partition(".")
    if not rest:
        fields[name] = value
    elif name in parts:
        fields.setdefault(parts[name], [{}])[0][rest] = value
    else:
        fields.setdefault(name, {})[rest] = {"text": value, "status": "original"}


def _value(table: Table, target: str, cell: str, words: Words) -> Any:
    """A cell as the value of a target; None when it says nothing."""
    targets = TARGETS[table.makes]
    if target in targets.lists:
        separator = table.separators.get(target)
        parts = cell.split(separator) if separator else [cell]
        return [text for part in parts if (text := _text(table, target, part, words)) is not None]
    text = _text(table, target, cell, words)
    if text is None:
        return None
    if target in targets.numbers:
        return _number(text)
    if target in targets.whole:
        return int(text) if text.isdecimal() else text
    if target in targets.flags:
        return {"true": True, "false": False}.get(text, text)
    return with_scheme(text) if target in targets.addresses else text


def _text(table: Table, target: str, cell: str, words: Words) -> str | None:
    text = cell.strip()
    if not text or text in table.empty:
        return None
    told = table.values.get(target, {}).get(text)
    if told is not None:
        return told or None
    return words[target](text) if target in words else text


def _number(text: str) -> float | str:
    """The number that a text writes, with a point or a comma; another text as it is, to be refused later."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def with_scheme(address: str) -> str:
    """A web address as people write it, with https in front where it has no scheme: "www.example.org"."""
    return address if "://" in address else f"https://{address}"


def column_of(table: Table, path: str) -> str | None:
    """The column that fed what stands at `path` ("description.en.text", "languages.1"); None for a constant."""
    return table.columns.get(target_of(table.makes, path))


def value_at(table: Table, row: Row, path: str) -> str:
    """What the row writes at `path`, in its own words: of a list the one part that is meant."""
    target = target_of(table.makes, path)
    cell = row.cells.get(table.columns.get(target, ""), "") or table.constants.get(target, "")
    separator, place = table.separators.get(target), path.rpartition(".")[2]
    parts = [part.strip() for part in cell.split(separator)] if separator and place.isdecimal() else [cell.strip()]
    told = [part for part in parts if part and part not in table.empty]
    return told[int(place)] if separator and place.isdecimal() and int(place) < len(told) else cell.strip()
