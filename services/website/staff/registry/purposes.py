"""To what people of a city may be asked to agree: the words in six languages, adding, retiring, removing."""

from __future__ import annotations

from typing import Any, Final

from flask import request, url_for

from services.chassis.i18n import LANGUAGES, N_, _, current_language
from services.chassis.web import confirmation
from services.chassis.web.filters import in_language
from services.chassis.web.forms import Form, checkbox, select, text
from services.website.clients import Found
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import NETWORK, city_name, only_city, own_cities
from services.website.staff.page import Answer, Way, ask, done, show
from services.website.staff.registry.organisations import registry

ADDED = confirmation(N_("The purpose was added."))
CHANGED = confirmation(N_("The purpose was changed."))
REMOVED = confirmation(N_("The purpose was removed."))
WORDS: Final = {language: f"in_{language}" for language in LANGUAGES}


class TitleForm(Form):
    """The words in each language; who has no words in theirs reads the English ones, else any."""

    in_en = text(LANGUAGES["en"], optional=True)
    in_it = text(LANGUAGES["it"], optional=True)
    in_de = text(LANGUAGES["de"], optional=True)
    in_fr = text(LANGUAGES["fr"], optional=True)
    in_es = text(LANGUAGES["es"], optional=True)
    in_hu = text(LANGUAGES["hu"], optional=True)

    told_at = {f"title.{language}.text": f"in_{language}" for language in LANGUAGES} | {"title": "in_en"}

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Refuse no words at all: whoever is asked has to read something."""
        right = super().validate(*args, **kwargs)
        if not any(self[name].data for name in WORDS.values()):
            self.in_en.errors = [_("Write the words in at least one language, for example in English.")]
            return False
        return right

    def title(self, kept: dict[str, Any]) -> dict[str, Any]:
        """The words as the API takes them; the original stays the one that it is."""
        typed = {language: self[name].data for language, name in WORDS.items() if self[name].data}
        statuses = {language: one["status"] for language, one in kept.items()}
        original = next((one for one in typed if statuses.get(one) == "original"), None)
        original = original or next((one for one in (current_language(), "en", *typed) if one in typed), None)
        return {
            language: {"text": words, "status": "original" if language == original else "human"}
            for language, words in typed.items()
        }


class NewPurposeForm(TitleForm):
    """A new purpose and the city that asks for it."""

    city = select(N_("City"), choices=own_cities)


class PurposeForm(TitleForm):
    """The words, and whether anybody is still asked."""

    retired = checkbox(
        N_("Retired: nobody is asked any more"), optional=True,
        hint=N_("Who has agreed stays on record, and can withdraw as before."),
    )  # fmt: skip


def purposes_of(city: str | None) -> list[dict[str, Any]]:
    """Every purpose of a city, none is the whole network."""
    items: list[dict[str, Any]] = registry().page("/consent-purposes", city=city)["items"]
    return items


def purpose_names(city: str | None) -> dict[str, str]:
    """What each purpose of a city is called, by its code."""
    return {one["code"]: in_language(one["title"]) for one in purposes_of(city)}


@staff.get("/registry/consent-purposes")
def consent_purposes() -> Answer:
    """The purposes of one of the person's cities."""
    own = own_cities()
    city = request.args.get("city") or only_city() or next((id for id, _name in own), NETWORK)
    return show(
        "registry/purposes.html", _("What people may be asked to agree to"), caption=city_name(city), city=city,
        back=(url_for("staff.people"), _("People")), purposes=purposes_of(city), cities=own, mine=_may_change(city),
    )  # fmt: skip


@staff.route("/registry/consent-purposes/new", methods=["GET", "POST"])
def add_purpose() -> Answer:
    """Add what people of a city may be asked."""
    form = NewPurposeForm({"city": request.args.get("city") or only_city()})
    made = form.accept(lambda: _add(form))
    if made:
        return done(ADDED, _list_of(made["city"])[0])
    return ask(
        _("Add a purpose"), form, _("Save"), back=_list_of(request.args.get("city")),
        intro=_("Only for what can be done without. Write it as it is read out to people: “The newsletter”."),
    )  # fmt: skip


def _add(form: NewPurposeForm) -> Found:
    return registry().post("/consent-purposes", {**form.body("city"), "title": form.title({})}, key=form.key)


@staff.route("/registry/consent-purposes/<id>", methods=["GET", "POST"])
def change_purpose(id: str) -> Answer:
    """Its words, and retiring it."""
    path = f"/consent-purposes/{id}"
    found = registry().get(path)
    words = {name: found["title"].get(language, {}).get("text") for language, name in WORDS.items()}
    form = PurposeForm({**words, "retired": found["retired"]}, found.etag)

    def save() -> Found:
        body = {**form.body("retired"), "title": form.title(found["title"])}
        return registry().patch(path, body, etag=form.etag)

    if form.accept(save):
        return done(CHANGED, _list_of(found["city"])[0])
    return show(
        "registry/purpose.html", _("Change a purpose"), form=form, purpose=found, back=_list_of(found["city"]),
        caption=in_language(found["title"]),
    )  # fmt: skip


@staff.route("/registry/consent-purposes/<id>/remove", methods=["GET", "POST"])
def remove_purpose(id: str) -> Answer:
    """A page to confirm; one that somebody has agreed to says that it can be retired."""
    path = f"/consent-purposes/{id}"
    found = registry().get(path)
    form = Form(etag=found.etag)
    if form.accept(lambda: registry().delete(path, etag=form.etag)):
        return done(REMOVED, _list_of(found["city"])[0])
    back = url_for("staff.change_purpose", id=id), in_language(found["title"])
    return ask(
        _("Remove this purpose?"), form, _("Remove it"), back=back, caption=back[1], warning=True,
        intro=_("Only one that nobody ever agreed to can be removed. Others are retired."),
    )  # fmt: skip


def _may_change(city: str | None) -> bool:
    return who().may("registry:write") and who().reaches(city or None)


def _list_of(city: str | None) -> Way:
    return url_for("staff.consent_purposes", city=city or None), _("What people may be asked to agree to")
