"""The query of a list page, checked as the API checks it; what cannot be read is left out rather than refused."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import ValidationError

from services.chassis.http.schema import Filters, instance


def list_query(filters: type[Filters]) -> dict[str, Any]:
    """The values of the present address that `filters` takes."""
    given = {name: value for name, value in request.args.to_dict().items() if value}
    try:
        checked: dict[str, Any] = instance(filters).load(given)
    except ValidationError as error:
        checked = dict(instance(filters).load({name: given[name] for name in given if name not in error.messages_dict}))
    return checked
