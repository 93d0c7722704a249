"""One's own messages and preferences, and how far the mails of one's cities are."""

from __future__ import annotations

from flask import redirect, request, url_for

from services.chassis.errors import Problem
from services.chassis.i18n import LANGUAGES, N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkbox, select
from services.website.clients import Api, Found, api
from services.website.staff.blueprint import staff, who
from services.website.staff.page import Answer, done, show
from services.website.staff.words import MESSAGE_KINDS, STATES, choices

LETTER_STATES = ("queued", "sent", "failed", "gone", "withheld")
SAVED = confirmation(N_("Your choice of messages was saved."))

PAGES = {
    ("workshops", "gathering"): "staff.gathering",
    ("transfers", "transfer"): "staff.transfer",
    ("support", "ticket"): "staff.ticket",
    ("notifications", "webhook"): "staff.webhook",
    ("registry", "service"): "staff.service",
    ("registry", "search"): "staff.search",
    ("registry", "erasure"): "staff.erasure",
    ("gateway", "erasure"): "staff.erasure",
}
"""The page of what a message speaks of, by the service and the first word of the kind."""
SEARCH_MATCHED = "search-matched"
_SUBJECTS = {"diary-overdue": "transfer", "diary-entry-written": "transfer"}


def notifications() -> Api:
    """The service that tells people and systems."""
    return api("notifications")


@staff.get("/messages")
def messages() -> Answer:
    """What there is to know, the newest first."""
    asked = {"unread": request.args.get("unread"), "after": request.args.get("after")}
    page = notifications().page("/messages", **asked)
    searches = _searches() if any(one["kind"] == SEARCH_MATCHED for one in page["items"]) else {}
    for one in page["items"]:
        if one["kind"] == SEARCH_MATCHED and one["about"] in searches:
            one["text"] = _("“%(search)s”: %(text)s", search=searches[one["about"]], text=one["text"])
    return show("notifications/messages.html", _("Messages"), page=page, asked=asked, form=Form(), page_of=_page_of)


def _searches() -> dict[str, str]:
    """What the reader calls their searches: nobody else may know, so no message has it."""
    try:
        return {one["id"]: one["name"] for one in api("registry").all("/searches")}
    except Problem:  # the messages can be read without
        return {}


@staff.post("/messages/<id>/read")
def read_message(id: str) -> Answer:
    """Mark it as read and go to what it speaks of."""
    message = notifications().post(f"/messages/{id}/read", key=Form().key)
    return redirect(_page_of(message) or url_for("staff.messages"), 303)


def _page_of(message: Found) -> str | None:
    subject = _SUBJECTS.get(message["kind"], message["kind"].split("-")[0])
    endpoint = PAGES.get((message["source"], subject))
    if not endpoint or not message["about"]:
        return None
    return url_for(endpoint, id=message["about"])


def preferences_form(found: Found) -> Form:
    """A box for each kind of message and mail that can be switched off."""
    boxes = {
        f"{channel}__{kind.replace('-', '_')}": checkbox(MESSAGE_KINDS.get(kind, kind), optional=True)
        for channel in ("in_app", "mail")
        for kind in found[channel]
    }
    language = select(N_("Language of our messages to you"), choices=LANGUAGES.items)
    kind = type("PreferencesForm", (Form,), {"language": language, **boxes})
    shown = {
        channel: {kind.replace("-", "_"): on for kind, on in found[channel].items()} for channel in ("in_app", "mail")
    }
    form: Form = kind({"language": found["language"], **shown}, found.etag)
    return form


@staff.route("/messages/preferences", methods=["GET", "POST"])
def preferences() -> Answer:
    """What the person wants to be told, here and by mail."""
    found = notifications().get("/preferences")
    form = preferences_form(found)
    if form.accept(lambda: notifications().patch("/preferences", _wished(form, found), etag=form.etag or "*")):
        return done(SAVED, url_for("staff.preferences"))
    return show(
        "notifications/preferences.html", _("What I am told"), form=form, found=found,
        back=(url_for("staff.messages"), _("Messages")),
    )  # fmt: skip


def _wished(form: Form, found: Found) -> dict[str, object]:
    wished: dict[str, object] = {"language": form["language"].data}
    for channel in ("in_app", "mail"):
        wished[channel] = {kind: form[f"{channel}__{kind.replace('-', '_')}"].data for kind in found[channel]}
    return wished


@staff.get("/messages/mails")
def mails() -> Answer:
    """How far each mail is; on a machine without a mail server an operator reads them here."""
    asked = {"state": request.args.get("state"), "after": request.args.get("after")}
    letters = notifications().page("/mailbox")["items"] if who().may("operator:read") else []
    return show(
        "notifications/mails.html", _("E-mails"), page=notifications().page("/mails", **asked), asked=asked,
        letters=letters, states=choices({state: STATES[state] for state in LETTER_STATES}),
    )  # fmt: skip
