"""A form as a whole: reading, sending to the API, and showing again with what was wrong. Fields are in fields.py."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

from flask import request
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Form as TheirForm

from services.chassis.errors import Conflict, Invalid, KeyReused, Problem, RateLimited, Stale, Unavailable
from services.chassis.i18n import N_, _

Result = TypeVar("Result")

STALE = N_("Somebody else saved this in the meantime. Compare below; save again to keep yours.")
NOT_NOW = N_("We cannot take this just now. Nothing is lost: wait a moment and send it again.")
_HIDDEN: Final = re.compile(r"[!-~]{1,255}")


class Form(TheirForm):
    """What a page asks. A name with two underscores is a path: `quotas__residents` is `quotas.residents` in the API.
    A field that would hide something of the form itself ends with one underscore: `body_` is `body` in the API.

    Two hidden values travel with it: `key`, which makes sending twice harmless (the Idempotency-Key), and `etag`, the
    version that is being changed.
    """

    told_at: Mapping[str, str] = {}
    """Paths of the API that no field is named after, and the field at which they are told."""

    def __init__(self, shown: Mapping[str, Any] | None = None, etag: str = "") -> None:
        parts: list[MultiDict[str, Any]] = [request.files, request.form]
        sent = CombinedMultiDict(parts) if request.method == "POST" else None
        super().__init__(sent, data=dict(_flat(shown or {})))
        self.key = _hidden("key") or secrets.token_urlsafe(16)
        self.etag = _hidden("etag") or etag
        self.of_the_whole: list[str] = []
        self.differences: list[tuple[str, str, str]] = []
        self.problem: Problem | None = None

    @property
    def failed(self) -> bool:
        """Whether something is wrong with what was sent."""
        return bool(self.errors or self.of_the_whole)

    def hidden(self) -> Markup:
        """The two hidden values."""
        tag = Markup('<input type="hidden" name="{}" value="{}">')
        return tag.format("key", self.key) + (tag.format("etag", self.etag) if self.etag else Markup(""))

    def body(self, *names: str) -> dict[str, Any]:
        """The data as the API takes them, nested along the paths; only `names` when given."""
        body: dict[str, Any] = {}
        for name, field in self._fields.items():
            if not names or name in names:
                *outer, last = name.removesuffix("_").split("__")
                inside = body
                for step in outer:
                    inside = inside.setdefault(step, {})
                inside[last] = field.data
        return body

    def accept(self, send: Callable[[], Result]) -> Result | None:
        """Check, then `send`; None when either finds something wrong, which the page then shows."""
        return self.attempt(send) if request.method == "POST" and self.validate() else None

    def attempt(self, send: Callable[[], Result]) -> Result | None:
        """`send` without a check of our own; None when the API finds something wrong, which the page then shows."""
        try:
            return send()
        except Invalid as problem:
            self._place(problem)
        except (Conflict, KeyReused) as problem:
            self.of_the_whole.append(problem.detail or _(problem.type.title))
            self.of_the_whole += [message for messages in problem.errors.values() for message in messages]
        except Stale:
            self.of_the_whole.append(_(STALE))
        except (Unavailable, RateLimited) as problem:
            self.problem = problem
            self.of_the_whole.append(_(NOT_NOW))
        return None

    def compare(self, saved: Mapping[str, Any], etag: str) -> None:
        """After `Stale`: show where what is saved now differs, and let the next attempt replace that version."""
        self.etag = etag
        now = type(self)._of_data(saved)
        for name, field in self._fields.items():
            theirs, ours = _words(now[name]), _words(field)
            if theirs != ours:
                self.differences.append((_(field.label.text), theirs, ours))

    @classmethod
    def _of_data(cls, shown: Mapping[str, Any]) -> TheirForm:
        form = cls.__new__(cls)
        TheirForm.__init__(form, None, data=dict(_flat(shown)))
        return form

    def summary(self) -> Iterator[tuple[str, str]]:
        """Each sentence of the error summary with the id it leads to ("" for the whole form)."""
        yield from ((message, "") for message in self.of_the_whole)
        for field in self._fields.values():
            if field.errors:
                yield str(field.errors[0]), field.anchor

    def _place(self, problem: Problem) -> None:
        """Give each message of the API to its field; what belongs to no field is said for the whole."""
        for path, messages in problem.errors.items():
            field = self._field_of(path)
            if field is None:
                self.of_the_whole.extend(messages)
            else:
                field.errors = [*field.errors, *messages]
        if not problem.errors:
            self.of_the_whole.append(problem.detail or _(problem.type.title))

    def _field_of(self, path: str) -> Any:
        """The field of `quotas.residents`, or of the nearest path above it (`members.0.role` is told at `members`)."""
        steps = self.told_at.get(path, path).split(".")
        paths = ("__".join(steps[:length]) for length in range(len(steps), 0, -1))
        names = (name for path in paths for name in (path, f"{path}_"))
        return next((self._fields[name] for name in names if name in self._fields), None)


def _flat(shown: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in shown.items():
        yield f"{prefix}{name}", value
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}__")


def _words(field: Any) -> str:
    """The value of a field as a person would say it."""
    if hasattr(field, "choices"):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return ", ".join(str(name) for code, name in field.choices if code in chosen)
    return str(field._value()) if hasattr(field, "_value") else str(field.data or "")


def _hidden(name: str) -> str:
    """A hidden value as our own form has it; "" for one that somebody has put in its place: it goes on in a header."""
    value = request.form.get(name, "")
    return value if _HIDDEN.fullmatch(value) else ""
