"""Numbers, truth values and money."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from services.chassis.http.fields.messages import COMMON_MESSAGES
from services.chassis.i18n import N_, _

LARGEST_INTEGER = 2**53


class Integer(fields.Integer):
    """A whole number from `min` to `max`; a text or a fraction is refused, but for a query (`from_text`)."""

    default_error_messages = {**COMMON_MESSAGES, "invalid": N_("This must be a whole number.")}

    def __init__(
        self, *, min: int = -LARGEST_INTEGER, max: int = LARGEST_INTEGER, from_text: bool = False, **options: Any
    ) -> None:
        super().__init__(strict=True, **options)
        self.min, self.max, self.from_text = min, max, from_text

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if isinstance(value, bool) or (
            isinstance(value, str) and not (self.from_text and re.fullmatch(r"-?\d{1,16}", value))
        ):
            raise self.make_error("invalid")
        number: int = int(value) if isinstance(value, str) else super()._deserialize(value, attr, data, **kwargs)
        if not self.min <= number <= self.max:
            raise ValidationError(_("This must be from %(min)s to %(max)s.", min=self.min, max=self.max))
        return number


class Boolean(fields.Boolean):
    """True or false, as JSON has them; "true" and "false" in a query."""

    default_error_messages = {**COMMON_MESSAGES, "invalid": N_("This must be true or false.")}
    truthy, falsy = {True, "true"}, {False, "false"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool | str):
            raise self.make_error("invalid")
        result: bool = super()._deserialize(value, attr, data, **kwargs)
        return result


class Number(fields.Float):
    """A number with a fraction, from `min` to `max`."""

    default_error_messages = {
        **COMMON_MESSAGES, **dict.fromkeys(("invalid", "special", "too_large"), N_("This must be a number.")),
    }  # fmt: skip

    def __init__(self, *, min: float = -1e15, max: float = 1e15, **options: Any) -> None:
        super().__init__(**options)
        self.min, self.max = min, max

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> float:
        if isinstance(value, bool | str):
            raise self.make_error("invalid")
        number: float = super()._deserialize(value, attr, data, **kwargs)
        if not self.min <= number <= self.max:
            raise ValidationError(_("This must be from %(min)s to %(max)s.", min=self.min, max=self.max))
        return number


class Degrees(Number):
    """A latitude or longitude in degrees (WGS 84)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min=-180, max=180, **options)


class Money(fields.Field[dict[str, Any]]):
    """An amount of money: `{"amount": whole minor units (cents), "currency": ISO 4217}`."""

    default_error_messages = {**COMMON_MESSAGES, "invalid": N_('Give money as {"amount": cents, "currency": "EUR"}.')}

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> dict[str, Any]:
        if not isinstance(value, dict) or set(value) != {"amount", "currency"}:
            raise ValidationError(self.error_messages["invalid"])  # its braces are no places to be filled
        if not isinstance(value["currency"], str) or not re.fullmatch(r"[A-Z]{3}", value["currency"]):
            raise ValidationError(self.error_messages["invalid"])
        return {"amount": Integer(min=0).deserialize(value["amount"]), "currency": value["currency"]}


class Position(fields.Field[tuple[float, float]]):
    """A point of a query as "latitude,longitude" in degrees (WGS 84), such as "37.5,15.09"."""

    default_error_messages = {
        **COMMON_MESSAGES, "invalid": N_('Give a point as "latitude,longitude", such as "37.5,15.09".')
    }  # fmt: skip

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[float, float]:
        parts = re.fullmatch(r"(-?\d{1,2}(?:\.\d{1,9})?), ?(-?\d{1,3}(?:\.\d{1,9})?)", str(value))
        lat, lon = (float(one) for one in parts.groups()) if parts else (91.0, 0.0)
        if abs(lat) > 90 or abs(lon) > 180:
            raise self.make_error("invalid")
        return lat, lon
