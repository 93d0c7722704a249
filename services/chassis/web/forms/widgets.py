"""govuk-frontend-wtf's widgets, mended: what they get wrong or say in English only. Layout stays theirs.

Mended: `required` on elements that cannot have it, labels and hints and "Error:" in the reader's language, empty
hints, the date's links and labels, the option of a select that says nothing.
"""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf import wtforms_widgets as theirs
from markupsafe import Markup

from services.chassis.i18n import N_, _, current_language

Params = dict[str, Any]
_YEAR_FIRST = {"hu"}


class Mended:
    """Goes before one of their widgets: the same parameters, put right."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> Params:
        """Their parameters for the macro, in the reader's language, with the field's own `params` laid over."""
        kwargs.pop("required", None)
        params: Params = super().map_gov_params(field, **kwargs)  # type: ignore[misc]
        self._translate(field, params)
        for name, value in field.params.items():
            params[name] = {**params[name], **value} if isinstance(value, dict) and name in params else value
        if field.errors:
            told = Markup("<br>").join(dict.fromkeys(field.errors))
            params["errorMessage"] = {"html": told, "visuallyHiddenText": _("Error")}
        return params

    def _translate(self, field: Any, params: Params) -> None:
        text = field.spoken_label()
        if params.get("fieldset"):
            params["fieldset"]["legend"] = {"text": text, "classes": "govuk-fieldset__legend--s"}
        if params.get("label"):
            params["label"] = {"text": text, "classes": "govuk-label--s"}
        hint = field.spoken_hint()
        params["hint"] = {"text": hint} if hint else None


class TextInput(Mended, theirs.GovTextInput):
    """One line of text."""


class PasswordInput(Mended, theirs.GovPasswordInput):
    """A password with a button that shows it."""

    def _translate(self, field: Any, params: Params) -> None:
        super()._translate(field, params)
        params.update(
            showPasswordText=_("Show"),
            hidePasswordText=_("Hide"),
            showPasswordAriaLabelText=_("Show password"),
            hidePasswordAriaLabelText=_("Hide password"),
            passwordShownAnnouncementText=_("Your password is visible"),
            passwordHiddenAnnouncementText=_("Your password is hidden"),
        )


class TextArea(Mended, theirs.GovTextArea):
    """Several lines of text."""


class FileInput(Mended, theirs.GovFileInput):
    """A file of the reader's."""


class Radios(Mended, theirs.GovRadioInput):
    """One of a few, all in view."""


class Checkboxes(Mended, theirs.GovCheckboxesInput):
    """Any of a few."""


class Checkbox(Mended, theirs.GovCheckboxInput):
    """A yes or no, as one box."""

    def _translate(self, field: Any, params: Params) -> None:
        super()._translate(field, params)
        params["items"][0]["text"] = _(field.label.text)


class Select(Mended, theirs.GovSelect):
    """One of many."""


class DateInput(Mended, theirs.GovDateInput):
    """Day, month and year in the order of the reader's language; a link to the date leads to its first wrong box."""

    _PARTS = (("day", N_("Day"), 2), ("month", N_("Month"), 2), ("year", N_("Year"), 4))

    def map_gov_params(self, field: Any, **kwargs: Any) -> Params:
        """Three boxes named <field>-day, -month and -year, with the values as they were typed."""
        params = super().map_gov_params(field, **kwargs)
        parts = reversed(self._PARTS) if current_language() in _YEAR_FIRST else self._PARTS
        params["items"] = [self._box(field, *part) for part in parts]
        params["id"] = f"{field.name}-boxes"
        return params

    def __call__(self, field: Any, **kwargs: Any) -> Any:
        """Skip their reading of the raw data, which needs three values."""
        return self.render(self.map_gov_params(_WithoutData(field), id=field.id, **kwargs))

    def _box(self, field: Any, part: str, label: str, width: int) -> Params:
        wrong = " govuk-input--error" if part in field.wrong_parts else ""
        return {
            "label": _(label),
            "id": f"{field.name}-{part}",
            "name": f"{field.name}-{part}",
            "value": field.typed.get(part, ""),
            "classes": f"govuk-input--width-{width}{wrong}",
            "autocomplete": field.params.get("autocomplete", {}).get(part) if field.params else None,
        }


class _WithoutData:
    """A field whose data their date widget does not look at."""

    raw_data = None
    data = None

    def __init__(self, field: Any) -> None:
        self._field = field

    def __getattr__(self, name: str) -> Any:
        return getattr(self._field, name)
