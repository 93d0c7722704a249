"""As much of MongoDB's language of queries, updates and expressions as the chassis speaks to its own rows.

What is not known here raises, so that nothing is taken for granted; `test_leases.py` holds it against a real mongod.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

MISSING = object()
Row = dict[str, Any]


def meets(row: Row, filter: Mapping[str, Any]) -> bool:
    """Whether a query finds the row."""
    return all(_holds(row, key, wanted) for key, wanted in filter.items())


def _holds(row: Row, key: str, wanted: Any) -> bool:
    if key in ("$and", "$or"):
        return (all if key == "$and" else any)(meets(row, one) for one in wanted)
    value = row.get(key)
    if isinstance(wanted, dict) and any(name.startswith("$") for name in wanted):
        return all(_compares(value, how, than) for how, than in wanted.items())
    return bool(value == wanted)


def _compares(value: Any, how: str, than: Any) -> bool:
    match how:
        case "$in":
            return value in than
        case "$nin":
            return value not in than
        case "$ne":
            return bool(value != than)
        case "$gt" | "$gte" | "$lt" | "$lte":
            if value is None or type(value) is not type(than):
                return False
            return {"$gt": value > than, "$gte": value >= than, "$lt": value < than, "$lte": value <= than}[how]
    raise NotImplementedError(how)


def changed(row: Row, update: Any, now: datetime, *, new: bool) -> Row:
    """The row after an update, by operators or by a pipeline of `$set`."""
    after = dict(row)
    if isinstance(update, list):
        for stage in update:
            assert set(stage) == {"$set"}, stage
            values = {name: value_of(expression, after, now) for name, expression in stage["$set"].items()}
            after.update({name: value for name, value in values.items() if value is not MISSING})
        return after
    for how, fields in update.items():
        match how:
            case "$set":
                after.update(fields)
            case "$inc":
                after.update({name: after.get(name, 0) + by for name, by in fields.items()})
            case "$max":
                after.update({name: max(after.get(name, value), value) for name, value in fields.items()})
            case "$setOnInsert":
                after.update(fields if new else {})
            case "$inc":
                after.update({name: after.get(name, 0) + more for name, more in fields.items()})
            case "$unset":
                for name in fields:
                    after.pop(name, None)
            case _:
                raise NotImplementedError(how)
    return after


def value_of(expression: Any, row: Row, now: datetime) -> Any:
    """The value of an expression; MISSING where a field is not there."""
    if isinstance(expression, str) and expression.startswith("$"):
        return now if expression == "$$NOW" else row.get(expression[1:], MISSING)
    if not isinstance(expression, dict):
        return expression
    [(how, what)] = expression.items()
    match how:
        case "$cond":
            condition, yes, no = what
            return value_of(yes if _true(value_of(condition, row, now)) else no, row, now)
        case "$or":
            return any(_true(value_of(one, row, now)) for one in what)
        case "$not":
            return not _true(value_of(what[0], row, now))
    values = [value_of(one, row, now) for one in what]
    match how:
        case "$ifNull":
            return next((one for one in values if one is not None and one is not MISSING), values[-1])
        case "$eq":
            return values[0] == values[1]
        case "$lt":
            return _order(values[0]) < _order(values[1])
        case "$max":
            return max(values, key=_order)
        case "$add":
            return _sum(values)
    raise NotImplementedError(how)


def _true(value: Any) -> bool:
    return value is not MISSING and value not in (None, False, 0)


def _order(value: Any) -> tuple[int, Any]:
    """A value among all: what is missing or null comes before everything."""
    return (0, 0) if value is None or value is MISSING else (1, value)


def _sum(values: list[Any]) -> Any:
    if any(one is None or one is MISSING for one in values):
        return None
    if isinstance(values[0], datetime):
        return values[0] + timedelta(milliseconds=sum(values[1:]))
    return sum(values)
