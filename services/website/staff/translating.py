"""A translation beside the text that it was made from: bring it up to date, or say that it still says the same.

A text is named by where it stands: "challenge", or in a part by its list and id, "components.component-1.title".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import abort, url_for

from services.chassis.formats import language_name
from services.chassis.i18n import N_, _
from services.chassis.texts import REVIEWED, source_of
from services.chassis.web import confirmation
from services.chassis.web.filters import in_language
from services.chassis.web.forms import Form, long_text
from services.website.clients import Found, api
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, ask, done

SAVED = confirmation(N_("The translation is up to date."))
NOT_WRITTEN: Final = {"values", "current"}
"""What the API tells of a part and does not take back: the values reported for an indicator."""


@dataclass(frozen=True)
class Kind:
    """One kind of object with texts by language: whose it is, its address and sheet, what the sheet calls its texts."""

    service: str
    path: str
    sheet: str
    title: str
    labels: dict[str, str]
    ids: tuple[str, ...] = ("id",)
    """What the sheet's address calls the ids, which stand in `path` in this order."""


KINDS: Final = {
    "organisations": Kind("registry", "/organisations/{0}", "staff.organisation", "name", {
        "description": N_("What does it do?"),
    }),
    "partnerships": Kind("registry", "/partnerships/{0}", "staff.partnership", "name", {
        "selection": N_("How are members chosen?"),
    }),
    "services": Kind("registry", "/services/{0}", "staff.service", "name", {
        "name": N_("Name"), "description": N_("What is offered?"), "eligibility": N_("Who can come?"),
        "how_to_apply": N_("How to apply"), "documents": N_("What to bring"), "cost": N_("What does it cost?"),
        "hours": N_("When?"),
    }),
    "practices": Kind("transfers", "/practices/{0}", "staff.practice", "title", {
        "title": N_("Title"), "challenge": N_("What problem does it address?"),
        "description": N_("How does it work?"),
        "preconditions": N_("What must be there for it to work elsewhere?"),
        "resources": N_("What does it cost in money and people?"), "components.title": N_("Part"),
        "components.description": N_("What is done in it?"), "evidence.statement": N_("Evidence"),
    }),
    "plans": Kind("transfers", "/plans/{0}", "staff.plan", "title", {
        "title": N_("Title"), "context": N_("Where the city stands and what it needs"),
        "vision": N_("The common vision of the workshop"),
    }),
    "measures": Kind("transfers", "/plans/{0}/measures/{1}", "staff.measure", "title", {
        "title": N_("Title"), "objective": N_("What is to be reached?"), "description": N_("What is done?"),
        "target_group": N_("For whom is it?"), "indicators.name": N_("What is counted?"),
    }, ids=("id", "measure")),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a text stands in an object: in itself, or in the part `part` of its list `list`."""

    field: str
    list: str = ""
    part: str = ""

    @classmethod
    def named(cls, name: str) -> Place:
        """The place that an address names."""
        list, _dot, rest = name.partition(".")
        part, _dot, field = rest.rpartition(".")
        return cls(field, list, part) if rest else cls(name)

    @property
    def label(self) -> str:
        """Its name in the table of labels."""
        return f"{self.list}.{self.field}" if self.list else self.field

    def holder(self, found: dict[str, Any]) -> dict[str, Any]:
        """The object itself, or the part that has the text; nothing where there is no such part."""
        parts = found.get(self.list) or []
        return next((one for one in parts if one.get("id") == self.part), {}) if self.list else found

    def prefix(self, found: dict[str, Any]) -> str:
        """How the API calls it when something is wrong with it."""
        at = [one.get("id") for one in found[self.list]].index(self.part) if self.list else 0
        return f"{self.list}.{at}.{self.field}" if self.list else self.field

    def body(self, found: dict[str, Any], texts: dict[str, Any]) -> dict[str, Any]:
        """What changes the text to `texts`: the field, or its whole list."""
        if not self.list:
            return {self.field: texts}
        held = self.holder(found)
        parts = [{**one, self.field: texts} if one is held else one for one in found[self.list]]
        return {self.list: [{name: one[name] for name in one if name not in NOT_WRITTEN} for one in parts]}


class TranslationForm(Form):
    """The translation as it is."""

    text = long_text(N_("Translation"), hint=N_("Save it unchanged if it still says the same."), rows=8)


@staff.route(
    "/translating/<any(organisations, services, practices, plans, measures):of>/<id>/<name>/<language>",
    methods=["GET", "POST"],
)
def translate(of: str, id: str, name: str, language: str) -> Answer:
    """The translation of one text of an object, with its source above; several ids are parted by a dot."""
    kind, ids, place = KINDS[of], id.split("."), Place.named(name)
    if len(ids) != len(kind.ids) or place.label not in kind.labels:
        abort(404)
    path = kind.path.format(*ids)
    found = api(kind.service).get(path)
    texts = _texts(place.holder(found), place.field, language)
    form = TranslationForm(texts[language], found.etag)
    at = place.prefix(found)
    form.told_at = {f"{at}.{language}.text": "text", f"{at}.{language}": "text", at: "text"}

    def save() -> Found:
        reviewed = {**texts[language], "text": form.data["text"], "status": REVIEWED}
        return api(kind.service).patch(path, place.body(found, {**texts, language: reviewed}), etag=form.etag)

    address: dict[str, Any] = dict(zip(kind.ids, ids, strict=True))
    sheet = url_for(kind.sheet, **address)
    if form.accept(save):
        return done(SAVED, sheet)
    title = in_language(found[kind.title])
    which = _("Translation, %(language)s: %(text)s", language=language_name(language), text=_(kind.labels[place.label]))
    return ask(
        which, form, _("It is up to date"), back=(sheet, title), caption=_of(title, place, found),
        intro=_original(texts, language),
    )  # fmt: skip


def _of(title: str, place: Place, found: dict[str, Any]) -> str:
    """Whose text it is: the object's, or that of a part, by what it is called."""
    called = place.holder(found).get("title") or place.holder(found).get("name")
    return f"{title}: {in_language(called)}" if place.list and called and place.field == "description" else title


def _texts(holder: dict[str, Any], name: str, language: str) -> dict[str, Any]:
    """The text by language, of which `language` is a translation."""
    texts: Any = holder.get(name)
    if not isinstance(texts, dict) or language not in texts or source_of(texts, language) is None:
        abort(404)
    return texts


def _original(texts: dict[str, Any], language: str) -> str:
    source = source_of(texts, language) or language
    return _("In %(language)s: %(text)s", language=language_name(source), text=texts[source]["text"])
