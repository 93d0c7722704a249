"""A YAML file as plain data that knows on which line each part stands. What the parts mean is known in schemas.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from services.chassis.local import LocalProblem

_LARGEST_BYTES: Final = 5_000_000
_MOST_PARTS: Final = 200_000
INVALID_FILE: Final = 10

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Mistake:
    """Something wrong in the file: the line, the place in words, a sentence."""

    line: int
    place: str
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.place + ': ' if self.place else ''}{self.sentence}"


@dataclass
class Document:
    """The data of a file, and the line of each part by its path, such as ("cities", 2, "country")."""

    path: Path
    data: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def line_of(self, where: Where) -> int:
        """The line of the part, or of the nearest part around it that is in the file."""
        while where not in self.lines and where:
            where = where[:-1]
        return self.lines.get(where, 1)

    def complain(self, where: Where, sentence: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(self.line_of(where), in_words(where), sentence))

    def require_correct(self) -> None:
        """LocalProblem that names every wrong line, unless there is none."""
        if not self.mistakes:
            return
        count = "is 1 mistake" if len(self.mistakes) == 1 else f"are {len(self.mistakes)} mistakes"
        listed = "\n".join(f"  {one}" for one in sorted(self.mistakes, key=lambda one: (one.line, one.place)))
        advice = "Mend these lines and load it again. Nothing was loaded."
        raise LocalProblem(f"There {count} in {self.path}:\n{listed}", advice, INVALID_FILE)


def in_words(where: Where) -> str:
    """A path as a person reads it: entries count from 1."""
    return ", ".join(f"entry {part + 1}" if isinstance(part, int) else part for part in where)


def read_document(path: Path) -> Document:
    """Read the file. LocalProblem when it cannot be read or is no YAML; duplicate keys are noted as mistakes."""
    document = Document(path)
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise LocalProblem(f"{path} is larger than 5 MB.", "Split it into several files.", INVALID_FILE)
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise LocalProblem(f"{path} cannot be read: {error}.", "Name a YAML file in UTF-8.", INVALID_FILE) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        document.mistakes.append(Mistake(line, "", f"this is not YAML: {error.problem}."))
        document.require_correct()
    document.data = _Reader(document).read(root, ()) if root else {}
    return document


class _Reader:
    """Turns nodes into data, noting their lines; bounded, for a small file can stand for endless data."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._parts = 0

    def read(self, node: yaml.Node, where: Where) -> Any:
        """The data of a node at `where`."""
        self._parts += 1
        if self._parts > _MOST_PARTS or len(where) > 20:
            path = self._document.path
            raise LocalProblem(f"{path} holds too much.", "Write it without so many references.", INVALID_FILE)
        self._document.lines.setdefault(where, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return dict(self._entries(node, where))
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*where, place)) for place, child in enumerate(node.value)]
        return _scalar(node)

    def _entries(self, node: yaml.MappingNode, where: Where) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, child in node.value:
            key = str(key_node.value)
            self._document.lines[(*where, key)] = key_node.start_mark.line + 1
            if key in seen:
                self._document.complain((*where, key), "this is there twice.")
            seen.add(key)
            yield key, self.read(child, (*where, key))


def _scalar(node: yaml.Node) -> Any:
    """A value; a day stays a text, and so does what YAML 1.1 takes for a truth value, as the country NO."""
    kind = node.tag.rpartition(":")[2]
    if kind == "timestamp" or (kind == "bool" and node.value.lower() not in ("true", "false")):
        return node.value
    if kind in ("int", "float", "bool", "null"):
        return yaml.SafeLoader("").construct_object(node)
    return node.value
