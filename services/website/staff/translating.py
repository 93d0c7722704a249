"""A translation beside the text that it was made from: bring it up to date, or say that it still says the same."""

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


@dataclass(frozen=True)
class Kind:
    """One kind of object with texts by language: whose it is, its sheet, and what the sheet is called after."""

    service: str
    sheet: str
    title: str


KINDS: Final = {
    "organisations": Kind("registry", "staff.organisation", "name"),
    "services": Kind("registry", "staff.service", "name"),
    "practices": Kind("transfers", "staff.practice", "title"),
}


class TranslationForm(Form):
    """The translation as it is."""

    text = long_text(N_("Translation"), hint=N_("Save it unchanged if it still says the same."), rows=8)


@staff.route(
    "/translating/<any(organisations, services, practices):of>/<id>/<name>/<language>", methods=["GET", "POST"]
)
def translate(of: str, id: str, name: str, language: str) -> Answer:
    """The translation of one text of an object, with its source above."""
    kind = KINDS[of]
    found = api(kind.service).get(f"/{of}/{id}")
    texts = _texts(found, name, language)
    form = TranslationForm(texts[language], found.etag)
    form.told_at = {f"{name}.{language}.text": "text", f"{name}.{language}": "text", name: "text"}

    def save() -> Found:
        reviewed = {**texts[language], "text": form.data["text"], "status": REVIEWED}
        return api(kind.service).patch(f"/{of}/{id}", {name: {**texts, language: reviewed}}, etag=form.etag)

    sheet = url_for(kind.sheet, id=id)
    if form.accept(save):
        return done(SAVED, sheet)
    title = in_language(found[kind.title])
    return ask(
        _("Translation: %(language)s", language=language_name(language)), form, _("It is up to date"),
        back=(sheet, title), caption=title, intro=_original(texts, language),
    )  # fmt: skip


def _texts(found: dict[str, Any], name: str, language: str) -> dict[str, Any]:
    """The text by language, of which `language` is a translation."""
    texts: Any = found.get(name)
    if not isinstance(texts, dict) or language not in texts or source_of(texts, language) is None:
        abort(404)
    return texts


def _original(texts: dict[str, Any], language: str) -> str:
    source = source_of(texts, language) or language
    return _("In %(language)s: %(text)s", language=language_name(source), text=texts[source]["text"])
