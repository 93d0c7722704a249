"""What stands around the gateway's own pages: one's account, and for who administers them accounts and API clients."""

from __future__ import annotations

from flask import g, url_for

from services.chassis.actor import Actor
from services.chassis.i18n import _, current_language
from services.chassis.web import Frame, Link


def frame() -> Frame:
    """The frame of the page being shown, an error page too."""
    language = current_language()
    actor = g.get("actor") or Actor.anonymous(language)
    signed_in = actor.kind == "person"
    return Frame(
        name="Learning Cities",
        home=f"/{language}/",
        navigation=[
            Link(_("Public pages"), f"/{language}/", exact=True),
            Link(_("Staff pages"), f"/{language}/staff/"),
        ],
        account=[_account(signed_in)],
        section=_section(actor) if signed_in else [],
        section_label=_("Your account"),
        footer=[
            Link(_("Help"), f"/{language}/help"),
            Link(_("Accessibility statement"), f"/{language}/accessibility"),
            Link(_("Privacy notice"), f"/{language}/privacy"),
        ],
    )


def _account(signed_in: bool) -> Link:
    """The one thing that is always to be done with an account; the rest stands in the section's row."""
    if not signed_in:
        return Link(_("Sign in"), url_for("account.sign_in"))
    return Link(_("Sign out"), url_for("account.sign_out"))


def _section(actor: Actor) -> list[Link]:
    links = [
        Link(_("Overview"), url_for("account.overview"), exact=True),
        Link(_("Password"), url_for("account.change_password")),
        Link(_("Second factor"), url_for("account.second_factor")),
        Link(_("Where you are signed in"), url_for("account.my_sessions")),
    ]
    if actor.may("gateway:read"):
        links.append(Link(_("Accounts"), url_for("account.people")))
        links.append(Link(_("API clients"), url_for("account.clients")))
        links.append(Link(_("Who needs a second factor"), url_for("account.sign_in_rule")))
    return links
