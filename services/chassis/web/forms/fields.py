"""The fields where something is typed. Forms use the functions of the package; no layout in here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from wtforms import fields as theirs
from wtforms.validators import ValidationError

from services.chassis.i18n import LANGUAGES, N_, _, current_language
from services.chassis.texts import HUMAN, ORIGINAL
from services.chassis.web.forms import widgets

EMPTY = N_("Enter %(field)s")


class Field(theirs.Field):
    """What all our fields know: whether they may stay empty, and extra parameters for the macro."""

    missing = EMPTY
    data: Any

    def __init__(self, label: str, *, hint: str = "", optional: bool = False, **rest: Any) -> None:
        self.params: dict[str, Any] = dict(rest.pop("params", None) or {})
        self.optional = optional
        super().__init__(label, description=hint, **rest)

    def spoken_label(self) -> str:
        """The label in the reader's language; what may stay empty says so."""
        label = _(self.label.text)
        return _("%(label)s (optional)", label=label) if self.optional else label

    def spoken_hint(self) -> str:
        """The hint in the reader's language."""
        return _(self.description) if self.description else ""

    def gettext(self, string: str) -> str:
        """Messages of WTForms that we do not replace."""
        return _(string)

    def pre_validate(self, form: Any) -> None:
        """What is needed and missing is said here, before anything else."""
        if not self.optional and self.data in (None, "", [], {}):
            self._refuse()

    def _refuse(self) -> NoReturn:
        raise ValidationError(_(self.missing, field=_("“%(label)s”", label=_(self.label.text))))

    @property
    def anchor(self) -> str:
        """The id that a link in the error summary leads to."""
        return str(self.id)


class Text(Field, theirs.StringField):
    """One line; empty is None."""

    widget = widgets.TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Without spaces around; nothing typed is None."""
        self.data = (valuelist[0].strip() or None) if valuelist else None

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class Typed(Text):
    """Text that stands for something else; what was typed is shown again when it cannot be read."""

    unreadable = N_("%(field)s is not in the right form")

    def process_formdata(self, valuelist: list[str]) -> None:
        """The value that the text stands for."""
        super().process_formdata(valuelist)
        if self.data is not None:
            try:
                self.data = self.read(self.data)
            except (ValueError, InvalidOperation) as error:
                self.data = None
                label = _("“%(label)s”", label=_(self.label.text))
                raise ValueError(_(self.unreadable, field=label)) from error

    def pre_validate(self, form: Any) -> None:
        """Unreadable is not missing."""
        if not self.process_errors:
            super().pre_validate(form)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)

    def read(self, text: str) -> Any:
        """The value; ValueError when the text is none."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """The value as a person types it."""
        return str(value)


class Integer(Typed):
    """A whole number."""

    unreadable = N_("%(field)s must be a whole number")

    def read(self, text: str) -> int:
        """Digits, with or without spaces between them."""
        return int("".join(text.split()))


class Number(Typed):
    """A number with or without decimals."""

    unreadable = N_("%(field)s must be a number")

    def read(self, text: str) -> float:
        """A comma or a point before the decimals."""
        return float(text.replace(",", ".").replace(" ", ""))


class Money(Typed):
    """An amount in euro."""

    unreadable = N_("%(field)s must be an amount such as 12500 or 12500.50")

    def read(self, text: str) -> dict[str, Any]:
        """Euro as typed, in cents as the API takes it."""
        plain = "".join(text.replace("€", "").split())
        head, separator, decimals = plain.replace(",", ".").rpartition(".")
        if not separator or len(decimals) == 3:
            head, decimals = plain, "0"
        amount = Decimal(f"{head.replace('.', '').replace(',', '') or 0}.{decimals}")
        return {"amount": int(amount * 100), "currency": "EUR"}

    def write(self, value: dict[str, Any]) -> str:
        """Cents back to euro."""
        return f"{Decimal(value['amount']) / 100:.2f}"


class Time(Typed):
    """A time of day."""

    unreadable = N_("%(field)s must be a time such as 09:30")

    def read(self, text: str) -> str:
        """Hours and minutes as HH:MM; 9.30 and 930 are understood."""
        digits = "".join(sign for sign in text if sign.isdigit())
        digits = digits + "00" if len(digits) <= 2 else digits
        hours, minutes = int(digits[:-2]), int(digits[-2:])
        if hours > 23 or minutes > 59:
            raise ValueError(text)
        return f"{hours:02}:{minutes:02}"


class Date(Field):
    """Three boxes; the data are ISO text."""

    widget = widgets.DateInput()
    PARTS = ("day", "month", "year")

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the three boxes where a form was sent, else show the date given."""
        self.process_errors: list[str] = []
        self.wrong_parts: set[str] = set()
        self.data = data if isinstance(data, str) else None
        self.typed = dict(zip(reversed(self.PARTS), (data or "").split("-"), strict=False)) if self.data else {}
        if formdata:
            self.typed = {part: formdata.get(f"{self.name}-{part}", "").strip() for part in self.PARTS}
            self._read()

    def _read(self) -> None:
        self.data = None
        if not any(self.typed.values()):
            self.wrong_parts = set() if self.optional else {"day"}
            return
        try:
            self.data = date(*(int(self.typed[part]) for part in reversed(self.PARTS))).isoformat()
        except ValueError:
            empty = {part for part in self.PARTS if not self.typed[part].isdigit()}
            self.wrong_parts = empty or {"day"}
            label = _("“%(label)s”", label=_(self.label.text))
            self.process_errors.append(_("%(field)s must be a real date", field=label))

    def pre_validate(self, form: Any) -> None:
        """Unreadable is not missing."""
        if not self.process_errors:
            super().pre_validate(form)

    @property
    def anchor(self) -> str:
        """The first wrong box."""
        first = next((part for part in self.PARTS if part in self.wrong_parts), "day")
        return f"{self.name}-{first}"


class Translated(Text):
    """A text kept in several languages; what is typed is its version in the language of the page."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """The other languages stay; a first version is the original, another one a person's translation."""
        super().process_formdata(valuelist)
        typed, language = self.data, current_language()
        others = {tag: text for tag, text in (self.object_data or {}).items() if tag != language}
        former = (self.object_data or {}).get(language, {"status": HUMAN if others else ORIGINAL})
        written = {**former, "text": typed}
        if typed != former.get("text") and former.get("status") != ORIGINAL:
            written["status"] = HUMAN
        self.data = {**others, language: written} if typed else others

    def _value(self) -> str:
        return str((self.data or {}).get(current_language(), {}).get("text", ""))

    def spoken_hint(self) -> str:
        """The hint, and what the text says in another language where this one lacks it."""
        hint, texts = super().spoken_hint(), self.object_data or {}
        if texts and current_language() not in texts:
            tag = next(iter(texts))
            known = _("In %(language)s: %(text)s", language=LANGUAGES.get(tag, tag), text=texts[tag]["text"])
            return f"{hint} {known}".strip()
        return hint
