"""From the cells of a row to the fields of a thing: texts, lists, numbers, yes and no, texts by language, one place.

What a word in a cell stands for is asked of `words` (words.py); what is no number or no word of ours stays as it is
written, for the schema to refuse it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from services.chassis.texts import HUMAN, ORIGINAL
from services.registry.imports.model import Row, Table
from services.registry.imports.targets import IDENTIFIERS, TARGETS, target_of
from services.registry.organisations.model import WRITTEN_BY_COUNTRY

_DAY_FIRST = re.compile(r"(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./-] ?(\d{1,2})[./-] ?(\d{1,2})\.?")
_MOST_DIGITS = 15

Words = Mapping[str, Callable[[str], str]]
"""What reads the words of a target: it gives our code, or the text as it is."""


class RowReader:
    """Reads the rows of one table: how each of its cells is read is found out once."""

    def __init__(self, table: Table, words: Words) -> None:
        self._parts = TARGETS[table.makes].parts
        self._columns = [(target, column, _read_of(table, target, words)) for target, column in table.columns.items()]
        constants = ((target, _read_of(table, target, words)(text)) for target, text in table.constants.items())
        self._constants = [(target, value, self._part_of(target)) for target, value in constants if _says(value)]

    def fields(self, row: Row) -> dict[str, Any]:
        """The fields that a row gives. An empty cell says nothing: then the constant counts, if there is one.

        Constants alone make no place and no role. Of a text the first language is the original, as the mapping orders
        them; the others are translations.
        """
        cells = row.cells
        told = {
            target: value
            for target, column, read in self._columns
            if (cell := cells[column]) and _says(value := read(cell))
        }
        for target, value, part in self._constants:
            if target not in told and (not part or any(one.startswith(part) for one in told)):
                told[target] = value
        fields: dict[str, Any] = {}
        for target, value in told.items():
            if "." in target:
                _fill(fields, self._parts, target, value)
            else:
                fields[target] = value
        return _with_its_country(fields)

    def _part_of(self, target: str) -> str:
        """How the targets of the same part begin ("place."); nothing for a target that is no part."""
        part, dot, _rest = target.partition(".")
        return part + dot if part in self._parts else ""


def _says(value: Any) -> bool:
    return value is not None and value != []


def _fill(fields: dict[str, Any], parts: Mapping[str, str], target: str, value: Any) -> None:
    """Write the value of a target that is a part of something: a number, a place, a text in a language."""
    name, _dot, rest = target.partition(".")
    if name == IDENTIFIERS:
        fields.setdefault(name, []).append({"scheme": rest, "country": None, "value": value})
    elif name in parts:
        fields.setdefault(parts[name], [{}])[0][rest] = value
    else:
        texts = fields.setdefault(name, {})
        texts[rest] = {"text": value, "status": HUMAN if texts else ORIGINAL}


def _with_its_country(fields: dict[str, Any]) -> dict[str, Any]:
    """An organisation's tax or VAT number and its main site are where it is itself, unless the row says otherwise."""
    for number in fields.get(IDENTIFIERS, ()):
        number["country"] = fields.get("country") if number["scheme"] in WRITTEN_BY_COUNTRY else None
    for site in fields.get("sites", ()):
        site.update({"country": site.get("country") or fields.get("country"), "main": True})
        site.update({"town": fields["seat"]} if "seat" in fields and "town" not in site else {})
    return fields


def _read_of(table: Table, target: str, words: Words) -> Callable[[str], Any]:
    """What makes the value of a target of a cell: text, list, number, yes or no; None when it says nothing."""
    targets, text = TARGETS[table.makes], _text_of(table, target, words)
    if target in targets.lists:
        return _list_of(table.separators.get(target), text)
    for kind, convert in ((targets.numbers, _number), (targets.whole, whole_number), (targets.flags, _flag),
                          (targets.days, _day), (targets.addresses, with_scheme)):  # fmt: skip
        if target in kind:
            return _converted(text, convert)
    return text


def _text_of(table: Table, target: str, words: Words) -> Callable[[str], str | None]:
    empty, meanings, word = frozenset(table.empty), table.values.get(target, {}), words.get(target)

    def read(cell: str) -> str | None:
        text = cell.strip()
        if not text or text in empty:
            return None
        if text in meanings:
            return meanings[text] or None
        return word(text) if word else text

    return read


def _list_of(separator: str | None, text: Callable[[str], str | None]) -> Callable[[str], list[str]]:
    def read(cell: str) -> list[str]:
        parts = cell.split(separator) if separator else [cell]
        return [one for part in parts if (one := text(part)) is not None]

    return read


def _converted(text: Callable[[str], str | None], convert: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(cell: str) -> Any:
        written = text(cell)
        return None if written is None else convert(written)

    return read


def whole_number(text: str) -> int | str:
    """The whole number that a text writes; another text as it is, and one with more digits than any number of ours."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else text


def _flag(text: str) -> bool | str:
    return {"true": True, "false": False}.get(text, text)


def _number(text: str) -> float | str:
    """The number that a text writes, with a point or a comma; another text as it is, to be refused later."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def _day(text: str) -> str:
    """The day as year-month-day that a text writes as it is written in one of our countries; another text as it is.

    They put the day first, but for Hungarian, which begins with the year; nobody begins with the month.
    """
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    else:
        return text
    return f"{year}-{int(month):02}-{int(day):02}"


def with_scheme(address: str) -> str:
    """A web address as people write it, with https in front where it has no scheme: "www.example.org"."""
    return address if "://" in address else f"https://{address}"


def path_of(given: Mapping[str, Any], path: str) -> str:
    """The path of a fault of the fields `given`, with the scheme of a number for its place in the list of numbers."""
    first, _dot, rest = path.partition(".")
    place = rest.partition(".")[0]
    if first != IDENTIFIERS or not place.isdecimal():
        return path
    return f"{IDENTIFIERS}.{given[IDENTIFIERS][int(place)]['scheme']}"


def column_of(table: Table, path: str) -> str | None:
    """The column that fed what stands at `path` ("description.en.text", "languages.1"); None for a constant.

    Where a text is missing in every language it is the column of the first of them.
    """
    target = target_of(table.makes, path)
    in_a_language = (column for one, column in table.columns.items() if one.startswith(f"{target}."))
    return table.columns.get(target) or next(in_a_language, None)


def begun_by(table: Table, row: Row, target: str) -> str | None:
    """The column that made the row give a place or a role, to which `target` belongs."""
    part = target.partition(".")[0] + "."
    return next((column for one, column in table.columns.items() if one.startswith(part) and row.cells[column]), None)


def value_at(table: Table, row: Row, path: str) -> str:
    """What the row writes at `path`, in its own words: of a list the one part that is meant."""
    target = target_of(table.makes, path)
    cell = row.cells.get(table.columns.get(target, ""), "") or table.constants.get(target, "")
    separator, place = table.separators.get(target), path.rpartition(".")[2]
    parts = [part.strip() for part in cell.split(separator)] if separator and place.isdecimal() else [cell.strip()]
    told = [part for part in parts if part and part not in table.empty]
    return told[int(place)] if separator and place.isdecimal() and int(place) < len(told) else cell.strip()
