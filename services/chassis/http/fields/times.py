"""Days, instants and time zones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import ValidationError, fields

from services.chassis.http.fields.messages import COMMON_MESSAGES
from services.chassis.http.fields.texts import Text
from services.chassis.i18n import N_, _


class Instant(fields.DateTime):
    """A point in time: ISO 8601 with a zone; kept as an aware datetime in UTC, to the millisecond."""

    default_error_messages = {
        **COMMON_MESSAGES,
        "invalid": N_("Give date and time with a zone, for example 2026-03-01T09:00:00+01:00."),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        try:
            if not isinstance(value, str) or len(value) > 40:
                raise ValueError(value)
            instant = datetime.fromisoformat(value).astimezone(UTC) if datetime.fromisoformat(value).tzinfo else None
        except (ValueError, OverflowError) as error:
            raise self.make_error("invalid") from error
        if instant is None:
            raise self.make_error("invalid")
        return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


class IsoDate(fields.String):
    """A calendar day, kept as its ISO 8601 text: "2026-03-01"."""

    default_error_messages = {**COMMON_MESSAGES, "invalid": N_("Give a day as year-month-day, for example 2026-03-01.")}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        try:
            if not isinstance(value, str) or len(value) != 10:
                raise ValueError(value)
            return date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise self.make_error("invalid") from error


class TimeZone(Text):
    """A time zone of the IANA database, "Europe/Rome"."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        name = super()._deserialize(value, attr, data, **kwargs)
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValidationError(_("This is not a time zone, for example Europe/Rome.")) from error
        return name
