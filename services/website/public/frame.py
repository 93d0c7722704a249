"""What stands around every public page: its name, the main menu, the footer. Texts in the reader's language."""

from flask import url_for

from services.chassis.i18n import _, current_language
from services.chassis.web import Frame, Link


def frame() -> Frame:
    """The frame of the public page being shown, an error page too."""
    return Frame(
        name="Learning Cities",
        home=url_for("public.home"),
        navigation=[
            Link(_("Cities"), url_for("public.cities")),
            Link(_("Partners"), url_for("public.partners")),
            Link(_("Services"), url_for("public.services")),
            Link(_("Practices"), url_for("public.practices")),
            Link(_("Transfers"), url_for("public.transfers")),
            Link(_("Calendar"), url_for("public.calendar")),
            Link(_("Action Plans"), url_for("public.plans")),
            Link(_("Where ideas went"), url_for("public.ideas")),
            Link(_("Vote"), url_for("public.vote")),
        ],
        account=[_account()],
        footer=[
            Link(_("About the network"), url_for("public.about")),
            Link(_("Help"), url_for("public.help")),
            Link(_("Ask the support desk"), url_for("public.support")),
            Link(_("Feedback and accessibility"), url_for("public.feedback")),
            Link(_("Accessibility statement"), url_for("public.accessibility")),
            Link(_("Privacy notice"), url_for("public.privacy")),
        ],
        footer_text=_("Learning Cities for Migrants Inclusion: a network of European cities."),
    )


def _account() -> Link:
    """The way to the staff pages."""
    return Link(_("For staff"), f"/{current_language()}/staff/")
