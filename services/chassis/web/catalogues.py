"""The translators' tool: which sentences the code says, and the .po files that must hold them.

    python -m services.chassis.web.catalogues update [folder ...]   add missing sentences, drop obsolete ones
    python -m services.chassis.web.catalogues check  [folder ...]   list what is missing, fuzzy or unfit

A folder is a package that keeps its own `translations` (services/registry, services/website/staff, gateway).
A sentence belongs to the nearest such folder above its file; what the chassis or an
outer package translates is not repeated.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from services.chassis.i18n import LANGUAGES, ROOT, SOURCE_LANGUAGE, catalogue_folders

KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "n_": (1, 2)}
TARGETS = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
CHASSIS = ROOT / "services" / "chassis"

_PLACE = re.compile(r"%\((\w+)\)s")

MessageId = str | tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one sentence in one catalogue."""

    catalogue: str
    sentence: str
    what: str

    def __str__(self) -> str:
        return f"{self.catalogue}: {self.what}: {self.sentence!r}"


def packages() -> list[Path]:
    """The folders that keep catalogues, or should: each service, the gateway, and rooms with their own."""
    top = [path.parent for path in ROOT.glob("services/*/__init__.py")] + [ROOT / "gateway"]
    return sorted({*top, *(folder.parent for folder in catalogue_folders())})


def sentences(package: Path) -> set[MessageId]:
    """What the Python files and templates of a package say, but for what is translated above it already."""
    own = {sentence for path in _files(package) for sentence in _said_in(path)}
    above = {CHASSIS, *(other for other in packages() if other in package.parents)} - {package}
    return own.difference(*(_known(other) for other in above))


@cache
def _known(package: Path) -> frozenset[MessageId]:
    """The sentences of a package that others share, looked for once."""
    return frozenset(sentences(package))


def faults(package: Path) -> Iterator[Fault]:
    """Everything that keeps a package's five catalogues from being complete."""
    said = sentences(package)
    if not said:
        return
    for language in TARGETS:
        path = package / "translations" / f"{language}.po"
        name = str(path.relative_to(ROOT))
        if not path.exists():
            yield Fault(name, "", "the file is missing")
            continue
        catalogue = _read(path, language)
        known = {message.id: message for message in catalogue if message.id}
        yield from (Fault(name, str(sentence), "missing") for sentence in said - known.keys())
        yield from (Fault(name, str(sentence), "obsolete") for sentence in known.keys() - said)
        yield from (Fault(name, str(sentence), "obsolete") for sentence in catalogue.obsolete)
        for message in known.values():
            yield from (Fault(name, str(message.id), what) for what in _faults_of(message))


def update(package: Path) -> None:
    """Bring the five catalogues to exactly the sentences said now, keeping what is translated."""
    said = sentences(package)
    for language in TARGETS if said else []:
        path = package / "translations" / f"{language}.po"
        path.parent.mkdir(exist_ok=True)
        former = {message.id: message for message in _read(path, language)} if path.exists() else {}
        fresh = _empty(language)
        for sentence in said:
            kept = former.get(sentence)
            flags = ["python-format"] if _places(sentence) else []
            fresh.add(sentence, kept.string if kept else "", flags=flags)
        _write(fresh, path, language)


def _faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one translation: fuzzy, empty, or other places than the source."""
    if message.fuzzy:
        yield "fuzzy"
    string, sentence = message.string or "", message.id or ""
    forms = [string] if isinstance(string, str) else list(string)
    if not all(forms):
        yield "empty"
    elif any(_places(form) != _places(sentence) for form in forms):
        yield "other %(places)s than the source"


def _places(sentence: str | Iterable[str]) -> set[str]:
    return set(_PLACE.findall(sentence if isinstance(sentence, str) else " ".join(sentence)))


def _files(package: Path) -> Iterator[Path]:
    """The package's Python files and templates, leaving out rooms that keep catalogues of their own."""
    rooms = [folder.parent for folder in catalogue_folders() if package in folder.parent.parents]
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".html", ".txt", ".j2"} and not any(room in path.parents for room in rooms):
            yield path


def _said_in(path: Path) -> Iterator[MessageId]:
    method = "python" if path.suffix == ".py" else "jinja2"
    with path.open("rb") as source:
        options = {"silent": "false", "trimmed": "true"}
        for _line, said, _comments, _context in extract(method, source, KEYWORDS, options=options):
            yield said


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=language)


def _empty(language: str) -> Catalog:
    return read_po(BytesIO(_header(language).encode()), locale=language)


def _header(language: str) -> str:
    """A bare header: no dates, so that nothing changes when nothing was said.

    The plural forms are ours because Babel gives Hungarian one, and it has two.
    """
    more_than_one = "n > 1" if language == "fr" else "n != 1"
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: nplurals=2; plural=({more_than_one});\\n"\n\n'
    )


def _write(catalogue: Catalog, path: Path, language: str) -> None:
    body = BytesIO()
    write_po(body, catalogue, width=110, sort_output=True, no_location=True, omit_header=True)
    path.write_text(_header(language) + body.getvalue().decode().rstrip() + "\n", "utf-8")


def main(arguments: list[str]) -> int:
    """Run `update` or `check` on the folders named, or on all; 1 when check finds something."""
    task, *named = arguments or ["check"]
    chosen = [ROOT / name.rstrip("/") for name in named] or packages()
    if task == "update":
        for package in chosen:
            update(package)
        return 0
    found = [fault for package in chosen for fault in faults(package)]
    print("\n".join(str(fault) for fault in found) or "All catalogues are complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
