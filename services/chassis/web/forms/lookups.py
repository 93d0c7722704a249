"""The field where one of very many is chosen: something is typed, the server searches, and one of the finds is taken.

With scripts it is a combobox with suggestions (WAI-ARIA pattern, assets/scripts/lookup.js). Without, what was typed is
sent, and unless it names exactly one, the form comes again and asks which of the finds is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import render_template
from markupsafe import Markup

from services.chassis.i18n import N_, _
from services.chassis.web.forms.fields import Field

Pairs = Iterable[tuple[str, str]]

WHICH = N_("Choose which one you mean for %(field)s")
UNKNOWN = N_("Nothing is called “%(text)s”. Check the spelling, or try another word.")


class Lookup(Field):
    """`find` gives (id, name) for a text, `named` the name of an id, `address` where a script asks. The data: an id.

    `address` answers `?q=` with JSON: `[{"id", "name", "detail"}]`.
    """

    def __init__(
        self,
        label: str,
        *,
        find: Callable[[str], Pairs],
        named: Callable[[str], str],
        address: Callable[[], str],
        **rest: Any,
    ) -> None:
        self.find, self.named, self.address = find, named, address
        self.typed = ""
        self.finds: list[tuple[str, str]] = []
        super().__init__(label, **rest)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """What was chosen, else what is found for what was typed, else the value given."""
        self.process_errors: list[str] = []
        self.data = data if isinstance(data, str) and data else None
        if not formdata:
            self.typed = self.named(self.data) if self.data else ""
            return
        self.typed = formdata.get(f"{self.name}-text", "").strip()[:100]
        chosen = next((id for id in formdata.getlist(self.name) if id), None)
        self.data = chosen if self.typed and self.typed == formdata.get(f"{self.name}-was", "") else None
        if self.data is None and self.typed:
            self._look_up()
        elif self.data is not None:
            self.typed = self.named(self.data) or self.typed

    def _look_up(self) -> None:
        self.finds = list(self.find(self.typed))
        field = _("“%(label)s”", label=_(self.label.text))
        same = [id for id, name in self.finds if name.casefold() == self.typed.casefold()]
        if len(same) == 1:
            self.data, self.finds = same[0], []
        elif self.finds:
            self.process_errors.append(_(WHICH, field=field))
        else:
            self.process_errors.append(_("%(field)s: %(message)s", field=field, message=_(UNKNOWN, text=self.typed)))

    def pre_validate(self, form: Any) -> None:
        """What was not found is not missing."""
        if not self.process_errors:
            super().pre_validate(form)

    def __call__(self, **_options: Any) -> Markup:
        """The box to type in, and after a search the finds to choose from."""
        return Markup(render_template("web/lookup.html", field=self))  # noqa: S704  a template's output  # nosec B704

    @property
    def anchor(self) -> str:
        """The box, or the first find."""
        return f"{self.name}-0" if self.finds else str(self.id)

    def _value(self) -> str:
        return self.typed
