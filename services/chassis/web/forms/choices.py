"""The fields where something is chosen instead of typed: radios, select, checkboxes, one box, a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wtforms import fields as theirs

from services.chassis.i18n import N_, _
from services.chassis.web.forms import widgets
from services.chassis.web.forms.fields import Field

Choices = Mapping[str, str] | Callable[[], Iterable[tuple[str, str]]]

NOTHING_CHOSEN = N_("Choose %(field)s")


class Choosing(Field):
    """The choices are (code, name) pairs, or a function that gives them; names are translated when shown."""

    missing = NOTHING_CHOSEN

    def __init__(self, label: str, *, choices: Choices, **rest: Any) -> None:
        super().__init__(label, choices=lambda: _named(choices), **rest)


class Radios(Choosing, theirs.RadioField):
    """One of a few."""

    widget = widgets.Radios()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Nothing chosen is None."""
        self.data = valuelist[0] if valuelist and valuelist[0] else None

    def pre_validate(self, form: Any) -> None:
        """A code that is not offered is refused by the API as anything else would be."""
        Field.pre_validate(self, form)


class Select(Radios):
    """One of many."""

    widget = widgets.Select()

    def iter_choices(self) -> Any:
        """The first option says that something is to be chosen."""
        yield ("", _("Choose"), not self.data, {})
        yield from super().iter_choices()


class Checkboxes(Choosing, theirs.SelectMultipleField):
    """Any of a few; none is an empty list."""

    widget = widgets.Checkboxes()

    def pre_validate(self, form: Any) -> None:
        """As for one choice."""
        Field.pre_validate(self, form)


class Checkbox(Field, theirs.BooleanField):
    """A yes or no."""

    widget = widgets.Checkbox()
    missing = N_("Tick %(field)s to go on")

    def pre_validate(self, form: Any) -> None:
        """A box that must be ticked."""
        if not self.optional and not self.data:
            self._refuse()

    def _value(self) -> str:
        return "y"


class File(Field, theirs.FileField):
    """An uploaded file."""

    widget = widgets.FileInput()
    missing = NOTHING_CHOSEN

    def process_formdata(self, valuelist: list[Any]) -> None:
        """A file without a name is none."""
        self.data = next((file for file in valuelist[:1] if getattr(file, "filename", "")), None)


class Files(Field, theirs.MultipleFileField):
    """Several uploaded files; none is an empty list."""

    widget = widgets.FileInput()
    missing = NOTHING_CHOSEN

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Files without a name are none."""
        self.data = [file for file in valuelist if getattr(file, "filename", "")]


def _named(choices: Choices) -> list[tuple[str, str]]:
    pairs = choices() if callable(choices) else choices.items()
    return [(code, _(name)) for code, name in pairs]
