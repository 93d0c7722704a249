"""What stands around a page: the name, the rows of links, who is signed in. Said by each app, drawn by page.html."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import request

from services.chassis.i18n import LANGUAGES, current_language


@dataclass(frozen=True)
class Link:
    """A link of the frame; `under` is the address below which it is the current one (default: its own)."""

    text: str
    href: str
    under: str | None = None
    exact: bool = False

    @property
    def current(self) -> str | None:
        """The value of aria-current: the page itself, or a page below it."""
        if request.path == self.href:
            return "page"
        below = request.path.startswith((self.under or self.href).rstrip("/") + "/")
        return "true" if below and not self.exact else None


@dataclass(frozen=True)
class Frame:
    """The frame of one page. Texts are in the reader's language already."""

    name: str
    home: str
    navigation: list[Link] = field(default_factory=list)
    section: list[Link] = field(default_factory=list)
    section_label: str = ""
    account: list[Link] = field(default_factory=list)
    banner: str = ""
    footer: list[Link] = field(default_factory=list)
    footer_text: str = ""


def languages_of_page() -> list[tuple[str, str, str | None]]:
    """The page being shown in each language as (tag, own name, address); the address is None for the present one."""
    present = current_language()
    return [(tag, name, None if tag == present else _in_language(tag)) for tag, name in LANGUAGES.items()]


def _in_language(language: str) -> str:
    first, _slash, rest = request.path.lstrip("/").partition("/")
    query = request.query_string.decode("utf-8", "replace")
    if first not in LANGUAGES:
        return f"{request.path}?lang={language}"
    return f"/{language}/{rest}" + (f"?{query}" if query else "")
