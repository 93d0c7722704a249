"""What a page is sent, checked by the same schemas as what the API is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from marshmallow import ValidationError

from services.chassis.errors import Invalid
from services.chassis.http.schema import Body, Filters, instance


def list_query(filters: type[Filters]) -> dict[str, Any]:
    """The values of the present address that `filters` takes; what cannot be read is left out rather than refused."""
    given = {name: value for name, value in request.args.to_dict().items() if value}
    try:
        checked: dict[str, Any] = instance(filters).load(given)
    except ValidationError as error:
        checked = dict(instance(filters).load({name: given[name] for name in given if name not in error.messages_dict}))
    return checked


def checked_body(schema: type[Body], sent: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form as `schema` takes them. Invalid, with the paths of the fields, when it does not."""
    try:
        checked: dict[str, Any] = instance(schema).load(sent)
    except ValidationError as error:
        raise Invalid(error.messages_dict) from error
    return checked
