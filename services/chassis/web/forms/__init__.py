"""Forms: a class of fields, sent to the API, shown again with what is wrong.

    class OrganisationForm(Form):
        name = text(N_("Name"))
        kind = radios(N_("Kind"), choices=KINDS)                 # {"ngo": N_("Association"), ...} or a function
        founded = day(N_("Founded on"), optional=True)

Everything is needed unless `optional=True`. Labels and hints are N_ sentences, translated when shown. A field's data
are what the API takes: None when empty, dates as ISO text, money as minor units of euro. What the form does not check,
the API does; its messages come back to the fields.
"""

from __future__ import annotations

import re
from typing import Any, Final

from services.chassis.web.forms import choices as chosen
from services.chassis.web.forms import fields, lookups, widgets
from services.chassis.web.forms.choices import Choices
from services.chassis.web.forms.form import Form

_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?")


def text(label: str, *, width: int | None = None, autocomplete: str = "", **rest: Any) -> Any:
    """One line of text; `width` in signs (2, 3, 4, 5, 10, 20), `autocomplete` as HTML names it ("email", "name")."""
    return fields.Text(label, params=_line(width, autocomplete), **rest)


def translated(label: str, *, rows: int = 0, **rest: Any) -> Any:
    """A text kept in several languages, asked in that of the page; several lines with `rows`."""
    if rows:
        return fields.Translated(label, widget=widgets.TextArea(), params={"rows": rows}, **rest)
    return fields.Translated(label, **rest)


def email(label: str, **rest: Any) -> Any:
    """An e-mail address."""
    return fields.Text(label, params={"type": "email", "autocomplete": "email", "spellcheck": False}, **rest)


def web_address(label: str, **rest: Any) -> Any:
    """The address of a page; as people write it, without https in front, too."""
    params = {"type": "url", "autocomplete": "url", "spellcheck": False}
    return fields.Text(label, params=params, filters=[_with_scheme], **rest)


def _with_scheme(written: str | None) -> str | None:
    """ "www.example.org" with https in front; what is no name of a host stays as it is."""
    return f"https://{written}" if written and _HOST.fullmatch(written) else written


def long_text(label: str, *, rows: int = 5, **rest: Any) -> Any:
    """Several lines of text."""
    return fields.Text(label, widget=widgets.TextArea(), params={"rows": rows}, **rest)


def password(label: str, *, autocomplete: str = "current-password", **rest: Any) -> Any:
    """A password; never shown again."""
    return fields.Text(label, widget=widgets.PasswordInput(), params={"autocomplete": autocomplete}, **rest)


def one_time_code(label: str, **rest: Any) -> Any:
    """A code of digits from another device; browsers and phones fill it in, and it can be pasted with spaces."""
    params = {**_line(10, "one-time-code"), "inputmode": "numeric", "spellcheck": False}
    return fields.Text(label, params=params, **rest)


def integer(label: str, *, width: int = 5, **rest: Any) -> Any:
    """A whole number."""
    return fields.Integer(label, params={**_line(width, ""), "inputmode": "numeric"}, **rest)


def number(label: str, *, width: int = 10, **rest: Any) -> Any:
    """A number with decimals."""
    return fields.Number(label, params={**_line(width, ""), "inputmode": "decimal"}, **rest)


def money(label: str, **rest: Any) -> Any:
    """An amount in euro."""
    return fields.Money(label, params={**_line(10, ""), "inputmode": "decimal", "prefix": {"text": "€"}}, **rest)


def day(label: str, **rest: Any) -> Any:
    """A date, in three boxes."""
    return fields.Date(label, **rest)


def time(label: str, **rest: Any) -> Any:
    """A time of day, HH:MM."""
    return fields.Time(label, params=_line(5, ""), **rest)


def radios(label: str, *, choices: Choices, **rest: Any) -> Any:
    """One of a few (up to about six)."""
    return chosen.Radios(label, choices=choices, **rest)


def select(label: str, *, choices: Choices, **rest: Any) -> Any:
    """One of many."""
    return chosen.Select(label, choices=choices, **rest)


def lookup(label: str, **rest: Any) -> Any:
    """One of very many, searched while it is typed: `find`, `named` and `address` as in lookups.py."""
    return lookups.Lookup(label, **rest)


def checkboxes(label: str, *, choices: Choices, **rest: Any) -> Any:
    """Any of a few."""
    return chosen.Checkboxes(label, choices=choices, **rest)


def checkbox(label: str, **rest: Any) -> Any:
    """A yes or no; not optional means that it must be ticked."""
    return chosen.Checkbox(label, **rest)


def upload(label: str, *, accept: str = "", **rest: Any) -> Any:
    """A file; `accept` as HTML has it (".csv")."""
    return chosen.File(label, params={"attributes": {"accept": accept}} if accept else None, **rest)


def uploads(label: str, *, accept: str = "", **rest: Any) -> Any:
    """Several files at once; the data are a list."""
    attributes = {"multiple": "multiple", **({"accept": accept} if accept else {})}
    return chosen.Files(label, params={"attributes": attributes}, **rest)


def _line(width: int | None, autocomplete: str) -> dict[str, Any]:
    params: dict[str, Any] = {"autocomplete": autocomplete} if autocomplete else {}
    if width:
        params["classes"] = f"govuk-input--width-{width}"
    return params


__all__ = [
    "Form", "checkbox", "checkboxes", "day", "email", "integer", "long_text", "lookup", "money", "number",
    "one_time_code", "password", "radios", "select", "text", "time", "translated", "upload", "uploads", "web_address",
]  # fmt: skip
