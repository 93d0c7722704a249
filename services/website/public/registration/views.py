"""One's own registration behind the personal link of a mail: what it is now, and giving the place back."""

from flask import url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation, redirect_with
from services.chassis.web.forms import Form
from services.website.projections import ideas
from services.website.public import owners
from services.website.public.blueprint import public
from services.website.public.page import Answer, read
from services.website.public.sending import accepted, show_form

CANCELLED = confirmation(N_("You have given your place back. Thank you for telling us."))


class CancelForm(Form):
    """Only a button."""


@public.route("/registrations/<token>", methods=["GET", "POST"])
def registration(token: str) -> Answer:
    """The registration as it is at this moment, read from its owner: a projection holds nothing of a person."""
    form = CancelForm()
    if accepted(form, lambda: owners.cancel_own_registration(token, key=form.key)):
        return redirect_with(CANCELLED, url_for("public.registration", token=token))
    own = owners.own_registration(token)
    return show_form(
        "registration/registration.html",
        _("Your registration"),
        form,
        own=own,
        gathering=own["gathering"],
        ideas=ideas.of_gathering(read(), own["gathering"]["id"]),
    )
