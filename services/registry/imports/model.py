"""How a foreign table is read after a mapping, and what follows. Imports the standard library only.

The form of a mapping is explained to integrators in docs/integrators/import-mapping.md.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

ORGANISATIONS, SERVICES, PEOPLE, NOTHING = "organisations", "services", "people", "nothing"
MAKES = (ORGANISATIONS, SERVICES, PEOPLE, NOTHING)
"""What a table of a mapping can make, in the order in which tables are read: what is offered after who offers it."""

READING, REFUSED = "reading", "refused"
PREVIEWED, APPLYING, APPLIED, UNDOING, UNDONE = "previewed", "applying", "applied", "undoing", "undone"
UNDER_WAY = (APPLYING, UNDOING)
STATUSES = (READING, REFUSED, PREVIEWED, APPLYING, APPLIED, UNDOING, UNDONE)

ADD, CHANGE, SKIP, WRONG = "add", "change", "skip", "wrong"
OUTCOMES = (ADD, CHANGE, SKIP, WRONG)

DELIMITERS = (",", ";", "\t")

KEPT_DAYS = 30
"""How long a preview can be confirmed, and then how long an import can be undone (UX: undo for 30 days)."""


EMPTY, NO_TEXT, NO_WORKBOOK, JSON = "empty", "no_text", "no_workbook", "json"


class NotASheet(Exception):
    """The text is not a table of comma-separated values; `line` is where reading stopped, `why` is known of some."""

    def __init__(self, line: int, why: str = "") -> None:
        super().__init__(line)
        self.line, self.why = line, why


@dataclass(frozen=True)
class Table:
    """One file of a mapping: what it makes, and which column feeds which field."""

    file: str
    makes: str
    identity: str
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    separators: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    delimiter: str = ""
    also_identity: str = ""

    def named_columns(self) -> dict[str, str]:
        """The columns that the mapping names, by their path in it."""
        return {
            "identity": self.identity,
            **({"also_identity": self.also_identity} if self.also_identity else {}),
            **{f"columns.{name}": column for name, column in self.columns.items()},
        }


class Row(NamedTuple):
    """A row of a sheet; `number` is the one that a spreadsheet shows beside it: the header is row 1."""

    number: int
    cells: Mapping[str, str]
    too_long: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table whose rows are read as they are asked for, once."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def blank_import() -> dict[str, Any]:
    """An import of which nothing was done yet; `batches` is how many there are, `applied_batches` how many are in.

    `place` is how far its files are read: which table, and the number of its last row.
    """
    return {
        "status": READING,
        "confirmed_at": None,
        "applied": None,
        "undone": None,
        "batches": 0,
        "applied_batches": 0,
        "rows_read": 0,
        "problem_count": 0,
        "place": [0, 1],
    }


def read_sheet(lines: Iterable[str], delimiter: str = ",") -> Sheet:
    """Read comma-separated values with a header; empty rows do not come, but count. `NotASheet` may come late."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    return sheet_of(_parsed(reader))


def _parsed(reader: Any) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise NotASheet(reader.line_num) from error


def sheet_of(lines: Iterator[list[str]]) -> Sheet:
    """The sheet of these rows of cells, of which the first is the header. Raises `NotASheet` where there is none.

    Its last column is the last that has a heading: what stands to the right of that is in no column.
    """
    columns = tuple(name.removeprefix("\ufeff").strip() for name in next(lines, []))
    while columns and not columns[-1]:
        columns = columns[:-1]
    if not columns:
        raise NotASheet(1, EMPTY)
    return Sheet(columns, (_row(n, columns, cells) for n, cells in enumerate(lines, start=2) if _says_something(cells)))


def _says_something(cells: list[str]) -> bool:
    return any(map(str.strip, cells))


def _row(number: int, columns: tuple[str, ...], cells: list[str]) -> Row:
    if len(cells) == len(columns):
        return Row(number, dict(zip(columns, cells, strict=True)))
    filled = cells + [""] * (len(columns) - len(cells))
    return Row(number, dict(zip(columns, filled, strict=False)), too_long=_says_something(filled[len(columns) :]))


def missing_columns(table: Table, sheet: Sheet) -> list[str]:
    """The paths in the mapping whose column the sheet does not have, or has twice."""
    return [path for path, column in table.named_columns().items() if sheet.columns.count(column) != 1]


def unused_columns(table: Table, sheet: Sheet) -> list[str]:
    """The columns of the sheet that feed nothing: what is lost, said before it is lost."""
    used = set(table.named_columns().values())
    return [column for column in sheet.columns if column and column not in used]


def identifier_of(table: Table, row: Row) -> str:
    """The identifier that the directory gives to what the row speaks of; empty when it gives none."""
    identifier = row.cells[table.identity].strip()
    if table.also_identity and identifier:
        return f"{identifier} / {row.cells[table.also_identity].strip()}"
    return identifier


def merged(found: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields to be kept. A text by language keeps the languages that the import says nothing about.

    It keeps what it has already too: the same words in whatever language are no news, nor is how they were translated.
    The roles that somebody has stay beside the one that the import tells of.
    """
    return {name: _merged(name, found.get(name), value) for name, value in fields.items()}


def _merged(name: str, kept: Any, said: Any) -> Any:
    if name == "roles":
        return _with_role(kept or [], said)
    if name == "identifiers":
        return _with_numbers(kept or [], said)
    if name == "sites" and said:
        return _with_main_site(kept or [], said[0]) if len(said) == 1 else _with_sites(kept or [], said)
    return _with_news(kept or {}, said) if isinstance(said, Mapping) else said


def _with_role(kept: list[dict[str, Any]], said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The roles of a person with those that are told of; of a role that is known, what is told goes first."""
    roles = list(kept)
    for one in said:
        same = [place for place, role in enumerate(roles) if _names(role) == _names(one)]
        told = {name: value for name, value in one.items() if value is not None}
        if same:
            roles[same[0]] = {**roles[same[0]], **told}
        else:
            roles.append(one)
    return roles


def _with_numbers(kept: list[dict[str, Any]], said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A number replaces those of its own scheme and country, and no others."""
    replaced = {(one["scheme"], one["country"]) for one in said}
    staying = [one for one in kept if one in said or (one["scheme"], one["country"]) not in replaced]
    return staying + [one for one in said if one not in staying]


def _with_main_site(kept: list[dict[str, Any]], said: dict[str, Any]) -> list[dict[str, Any]]:
    """The main site as it is told, with what is not told of it if it is in the same place; the other sites stay."""
    former = next((one for one in kept if one.get("main")), {})
    same = all(former.get(part) == said.get(part) for part in ("address", "town"))
    told = {part: value for part, value in said.items() if value is not None}
    return [{**said, **(former if same else {}), **told}, *(one for one in kept if not one.get("main"))]


def _with_sites(kept: list[dict[str, Any]], said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Several sites are all that there are; in which order they are told is no news."""
    return kept if len(kept) == len(said) and all(one in kept for one in said) else said


def _names(role: Mapping[str, Any]) -> tuple[Any, Any]:
    return role.get("organisation"), role.get("role")


def _with_news(kept: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    known = {one["text"] for one in kept.values()}
    news = {language: one for language, one in said.items() if one["text"] not in known}
    return {**kept, **{language: _beside(kept, language, one) for language, one in news.items()}}


def _beside(kept: Mapping[str, Any], language: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """A text as it is kept beside others, as our forms do it: a translation, unless it was the original before."""
    former = kept.get(language, {})
    original = not kept or former.get("status") == "original"
    return {**former, **told, "status": told["status"] if original else "human"}


def differences(found: Mapping[str, Any], fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What an import would change: `[{"field", "from", "to"}]`; empty when everything is so already."""
    return [
        {"field": name, "from": found.get(name), "to": value}
        for name, value in merged(found, fields).items()
        if found.get(name) != value
    ]


def may_touch(city_of_import: str | None, organisation: Mapping[str, Any]) -> bool:
    """Whether an import for a city may change an organisation: its own ones; one for the network, all."""
    return city_of_import is None or organisation["city"] == city_of_import


def in_batches(rows: list[dict[str, Any]], size: int) -> list[list[dict[str, Any]]]:
    """The rows in batches of up to `size`, in order."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def too_late(since: datetime, now: datetime) -> bool:
    """Whether the time to confirm a preview, or to undo an import, that began at `since` is over."""
    return now >= since + timedelta(days=KEPT_DAYS)
