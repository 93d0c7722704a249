"""A mail's words: subject, text and HTML in the reader's language, from one small template a kind.

The first line of a template is the subject, the rest the text. HTML is made from the text, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.chassis.formats import format_date, format_period
from services.chassis.i18n import _, current_language, n_, negotiate, use_language
from services.notifications.wording import in_one_line, said

TEMPLATES: Final = Path(__file__).resolve().parents[1] / "templates"
PARTS: Final = frozenset({"greeting", "footer", "when-and-where"})
CONTACT_FIELDS: Final = ("name", "link", "personal_code", "called")


@dataclass(frozen=True)
class Words:
    """What a mail says, in `language`."""

    language: str
    subject: str
    text: str
    html: str


def kinds() -> list[str]:
    """Every kind of mail that there is a template for."""
    return sorted({path.stem for path in TEMPLATES.glob("*.txt")} - PARTS)


def render(kind: str, facts: Mapping[str, Any], contact: Mapping[str, Any]) -> Words:
    """The mail of `kind` for who `contact` describes ({name, language, link, ...}), in their language.

    `facts` are public values of the event. A missing one is a fault in the program and raises.
    """
    person = {name: in_one_line(str(contact.get(name) or "")) for name in CONTACT_FIELDS}
    with use_language(negotiate("", str(contact.get("language") or "").split("-")[0])):
        values = {**facts, **person}
        parts = [_environment().get_template(f"{name}.txt").render(values) for name in (kind, "footer")]
        subject, _blank, text = "\n\n".join(parts).partition("\n")
        return _words(in_one_line(subject), _tidy(text), person["link"])


def _words(subject: str, text: str, link: str) -> Words:
    paragraphs = [paragraph.split("\n") for paragraph in text.split("\n\n")]
    html = _environment().get_template("layout.html").render(
        language=current_language(), subject=subject, paragraphs=paragraphs, link=link
    )  # fmt: skip
    return Words(current_language(), subject, text + "\n", html)


def _tidy(text: str) -> str:
    """Paragraphs parted by one empty line, whatever the conditions of a template left behind."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    kept = [line for place, line in enumerate(lines) if line or lines[place - 1]]
    return "\n".join(kept)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
    )
    environment.globals.update(_=_, n_=n_, said=said, in_one_line=in_one_line, period=format_period, day=format_date)
    environment.globals.update(current_language=current_language)
    return environment
