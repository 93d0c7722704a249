"""Lists, and texts by language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, fields

from services.chassis.http.fields.messages import COMMON_MESSAGES
from services.chassis.http.fields.texts import Country, Language, LongText, OneOf, Slug, Text
from services.chassis.http.fields.times import Instant
from services.chassis.i18n import N_, n_
from services.chassis.texts import ORIGINAL, STATUSES

_CODES = (OneOf, Language, Country, Slug)
_TAG, _STATUS, _UPDATED = Language(required=True), OneOf(*STATUSES), Instant()


class Nested(fields.Nested):
    """An object of a schema of its own."""

    default_error_messages = {**COMMON_MESSAGES}


class ListOf(fields.List[Any]):
    """Up to `max` values of one field; an empty text is none. A code that is given twice is kept once."""

    default_error_messages = {**COMMON_MESSAGES, "invalid": N_("This must be a list.")}

    def __init__(self, field: fields.Field[Any], *, max: int = 50, min: int = 0, **options: Any) -> None:
        field.required = True
        super().__init__(field, **options)
        self.max, self.min = max, min
        self.once = isinstance(field, _CODES)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:
        if isinstance(value, Sequence) and len(value) > self.max:
            raise ValidationError(n_("No more than %(n)s entry.", "No more than %(n)s entries.", self.max))
        values: list[Any] = super()._deserialize(value, attr, data, **kwargs)
        if self.once:
            values = list(dict.fromkeys(values))
        if len(values) < self.min:
            raise ValidationError(n_("At least %(n)s entry.", "At least %(n)s entries.", self.min))
        return values


class Translated(fields.Field[dict[str, Any] | None]):
    """A text by language: `{"it": {"text": "...", "status": "original"}}`; a plain text is taken as original.

    Status is original, machine, human or reviewed (DOMAIN g), `updated` when it was written (chassis/texts). Up to
    `max` signs a language. No language at all is the same as no text: None, where the field may have none.
    """

    default_error_messages = {**COMMON_MESSAGES, "invalid": N_('Give the text by language: {"it": {"text": "..."}}.')}

    def __init__(self, *, max: int = 200, **options: Any) -> None:
        super().__init__(**options)
        self.max = max
        self._text = (Text if max <= 1000 else LongText)(max=max, required=True)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> dict[str, Any] | None:
        if not isinstance(value, dict) or len(value) > 30:
            raise ValidationError(self.error_messages["invalid"])  # its braces are no places to be filled
        texts: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for language, given in value.items():
            try:
                texts[str(_TAG.deserialize(language))] = self._one(given)
            except ValidationError as error:
                errors[str(language)] = error.messages
        if errors:
            raise ValidationError(errors)
        if not texts and self.allow_none:
            return None
        if not texts and self.required:
            raise self.make_error("required")
        return texts

    def _one(self, given: Any) -> dict[str, Any]:
        parts = {"text": given} if isinstance(given, str) else given
        if not isinstance(parts, dict) or not set(parts) <= {"text", "status", "source_lang", "updated"}:
            raise ValidationError(self.error_messages["invalid"])
        status = _STATUS.deserialize(parts.get("status", ORIGINAL))
        kept = {"text": self._text.deserialize(parts.get("text", "")), "status": status}
        if parts.get("source_lang"):
            kept["source_lang"] = _TAG.deserialize(parts["source_lang"])
        if parts.get("updated") and (instant := _UPDATED.deserialize(parts["updated"])):
            kept["updated"] = instant.isoformat(timespec="milliseconds")
        return kept
