"""A form as a whole: reading, sending to the API, and showing again with what was wrong. Fields are in fields.py."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from flask import request
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Form as TheirForm

from services.chassis.errors import Conflict, Invalid, KeyReused, Problem, RateLimited, Stale, Unavailable
from services.chassis.i18n import N_, _
from services.chassis.web.forms import versions
from services.chassis.web.forms.rehearsal import Rehearsed, can_rehearse, rehearsal
from services.chassis.web.forms.versions import Difference

Result = TypeVar("Result")

STALE = N_("Somebody else saved this in the meantime. Nothing of yours is lost: look at it below, then save again.")
CHANGED = N_("Somebody else changed this in the meantime. Go back to see how it is now, or send this again.")
NOT_NOW = N_("We cannot take this just now. Nothing is lost: wait a moment and send it again.")
_HIDDEN: Final = re.compile(r"[!-~]{1,255}")


class Form(TheirForm):
    """What a page asks. A name with two underscores is a path: `quotas__residents` is `quotas.residents` in the API.
    A field that would hide something of the form itself ends with one underscore: `body_` is `body` in the API.

    Hidden values travel with it: `key`, which makes sending twice harmless (the Idempotency-Key), and where something
    is changed `etag`, its version, and `first`, by which it is known who touched what when two people changed it.
    """

    told_at: Mapping[str, str] = {}
    """Paths of the API that no field is named after, and the field at which they are told: the first of several words
    where the value is put together from several fields."""

    keeps: Sequence[str] = ()
    """Hidden values that a page put beside the fields, and that go on with the form when it is shown again."""

    def __init__(self, shown: Mapping[str, Any] | None = None, etag: str = "") -> None:
        """`shown` and `etag` are what is saved now: when the form is sent too."""
        parts: list[MultiDict[str, Any]] = [request.files, request.form]
        sent = CombinedMultiDict(parts) if request.method == "POST" else None
        self._saved, self._saved_etag = dict(_flat(shown or {})), etag
        super().__init__(sent, data=self._saved)
        self.key = _hidden("key") or secrets.token_urlsafe(16)
        self.etag = _hidden("etag") or etag
        self.first = request.form.get("first", "") if sent is not None else None
        self.of_the_whole: list[str] = []
        self._told: set[str] = set()
        self.differences: list[Difference] = []
        self.taken: list[tuple[str, str]] = []
        """What somebody else alone has changed, which stands in the form now: labels and words."""
        self.problem: Problem | None = None
        self._choose()

    @property
    def failed(self) -> bool:
        """Whether something is wrong with what was sent."""
        return bool(self.errors or self.of_the_whole or any(one.missing for one in self.differences))

    def hidden(self) -> Markup:
        """The hidden values."""
        tag = Markup('<input type="hidden" name="{}" value="{}">')
        first = versions.told(self) if self.first is None else self.first
        changing = tag.format("etag", self.etag) + tag.format("first", first) if self.etag else Markup("")
        kept = (tag.format(name, value) for name in self.keeps for value in dict.fromkeys(request.form.getlist(name)))
        return tag.format("key", self.key) + changing + Markup("").join(kept)

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
        """Check and `send`; None when either finds something wrong, which the page then shows, all at once."""
        if self.is_right():
            return self.attempt(send)
        if self.errors:
            self.rehearse(send)
        return None

    def is_right(self) -> bool:
        """Whether it was sent and the form itself finds nothing wrong."""
        return request.method == "POST" and self.validate() and not self.failed

    def rehearse(self, send: Callable[[], Result]) -> None:
        """Hear what the API finds wrong besides; nothing is done. About a field that is wrong already it says nothing
        new, and what cannot be put together without such a field it is not asked.
        """
        if not can_rehearse():
            return
        try:
            with rehearsal():
                send()
        except Invalid as problem:
            besides = {path: told for path, told in problem.errors.items() if self._is_news(path)}
            if besides:
                self._place(Invalid(besides))
        except Conflict as problem:
            self._tell_conflict(problem)
        except (Problem, Rehearsed, AttributeError, KeyError, TypeError, ValueError):
            return

    def _is_news(self, path: str) -> bool:
        """Whether `path` is of a field in which nothing was found wrong, or of all of them."""
        fields = [self._fields.get(name) for name in self.told_at.get(path, "").split()] or [self._field_of(path)]
        return path == "_" or all(field is not None and not field.errors for field in fields)

    def attempt(self, send: Callable[[], Result]) -> Result | None:
        """`send` without a check of our own; None when the API finds something wrong, which the page then shows."""
        try:
            return send()
        except Invalid as problem:
            self._place(problem)
        except (Conflict, KeyReused) as problem:
            self._tell_conflict(problem)
        except Stale:
            self._compare()
        except (Unavailable, RateLimited) as problem:
            self.problem = problem
            self.of_the_whole.append(_(NOT_NOW))
        return None

    def _tell_conflict(self, problem: Problem) -> None:
        self.of_the_whole.append(problem.detail or _(problem.type.title))
        self.of_the_whole += [message for messages in problem.errors.values() for message in messages]

    def _compare(self) -> None:
        """After `Stale`: show what is saved now beside what was typed; the next attempt replaces that version."""
        self.etag, saved = self._saved_etag, self._of_saved()
        shared = {name: field for name, field in self._fields.items() if name in self._saved}
        self.differences, theirs = versions.compared(shared, saved, versions.known(self.first or ""))
        self.first = versions.told(saved.values())
        for field in theirs:
            self._take(field.name)
            self.taken.append((_(field.label.text), versions.words(field)))
        self.of_the_whole.append(_(STALE if self.differences or self.taken else CHANGED))

    def _choose(self) -> None:
        """Of what both have changed, take the version that was chosen; where none was, it is asked again."""
        saved = self._of_saved() if request.form.getlist("choose") else {}
        for name in request.form.getlist("choose") if saved else ():
            chosen = request.form.get(f"keep-{name}", "")
            if name in self._fields and chosen == versions.THEIRS:
                self._take(name)
            elif name in self._fields:
                self.differences.append(Difference(self._fields[name], saved[name], chosen, chosen != versions.MINE))

    def _take(self, name: str) -> None:
        """Put what is saved in the place of what was typed."""
        self._fields[name].raw_data = None  # else a number would be shown as it was typed
        self._fields[name].process(None, self._saved.get(name))

    def _of_saved(self) -> Mapping[str, Any]:
        """The fields of a form that shows what is saved now."""
        form = type(self).__new__(type(self))
        TheirForm.__init__(form, None, data=self._saved)
        return dict(form._fields)

    def summary(self) -> Iterator[tuple[str, str]]:
        """Each sentence of the error summary with the id it leads to ("" for the whole form)."""
        yield from ((message, "") for message in self.of_the_whole)
        yield from ((one.complaint, f"keep-{one.name}") for one in self.differences if one.missing)
        for field in self._fields.values():
            for message in dict.fromkeys(field.errors):
                yield self._named(field, message), field.anchor

    def _named(self, field: Any, message: str) -> str:
        """What is wrong with a field; the API does not say its name."""
        if field.name not in self._told:
            return str(message)
        return _("%(field)s: %(message)s", field=_("“%(label)s”", label=_(field.label.text)), message=message)

    def _place(self, problem: Problem) -> None:
        """Give each message of the API to its field; what belongs to no field is said for the whole."""
        for path, messages in problem.errors.items():
            field = self._field_of(path)
            if field is None:
                self.of_the_whole += [message for message in messages if message not in self.of_the_whole]
            else:
                field.errors = [*field.errors, *messages]
                self._told.add(field.name)
        if not problem.errors:
            self.of_the_whole.append(problem.detail or _(problem.type.title))

    def _field_of(self, path: str) -> Any:
        """The field of `quotas.residents`, or of the nearest path above it (`members.0.role` is told at `members`)."""
        steps = self.told_at.get(path, path).split(" ")[0].split(".")
        paths = ("__".join(steps[:length]) for length in range(len(steps), 0, -1))
        names = (name for path in paths for name in (path, f"{path}_"))
        return next((self._fields[name] for name in names if name in self._fields), None)


def _flat(shown: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in shown.items():
        yield f"{prefix}{name}", value
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}__")


def _hidden(name: str) -> str:
    """A hidden value as our own form has it; "" for one that somebody has put in its place: it goes on in a header."""
    value = request.form.get(name, "")
    return value if _HIDDEN.fullmatch(value) else ""
