"""What somebody agrees to that can be done without, and taking it back, which is as easy."""

from __future__ import annotations

from flask import abort

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.filters import in_language
from services.chassis.web.forms import Form, day, radios
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, ask, done
from services.website.staff.registry.organisations import registry
from services.website.staff.registry.people import to_person
from services.website.staff.registry.purposes import purpose_names, purposes_of
from services.website.staff.words_of_privacy import CONSENT_WAYS

GIVEN = confirmation(N_("The consent was noted."))
WITHDRAWN = confirmation(N_("The consent was withdrawn."))


class ConsentForm(Form):
    """What, how and since when."""

    purpose = radios(N_("What does the person agree to?"), choices={})
    how = radios(N_("How did they say so?"), choices=CONSENT_WAYS)
    given_on = day(N_("When?"), hint=N_("Leave it empty for today."), optional=True)


class WithdrawalForm(Form):
    """Since when not any longer."""

    withdrawn_on = day(N_("When?"), hint=N_("Leave it empty for today."), optional=True)


@staff.route("/registry/people/<id>/consents/new", methods=["GET", "POST"])
def give_consent(id: str) -> Answer:
    """Note what somebody agrees to."""
    found, form = registry().get(f"/people/{id}"), ConsentForm()
    offered = [one for one in purposes_of(found["city"]) if not one["retired"]]
    form.purpose.choices = [(one["code"], in_language(one["title"])) for one in offered]
    if form.accept(lambda: registry().post(f"/people/{id}/consents", form.body(), key=form.key)):
        return done(GIVEN, to_person(found)[0])
    return ask(
        _("Note a consent"), form, _("Save"), back=to_person(found), caption=to_person(found)[1],
        intro=_("Only for what can be done without. Noting somebody who works in the network needs no consent."),
    )  # fmt: skip


@staff.route("/registry/people/<id>/consents/<purpose>/withdraw", methods=["GET", "POST"])
def withdraw_consent(id: str, purpose: str) -> Answer:
    """Take a consent back."""
    found, form = registry().get(f"/people/{id}"), WithdrawalForm()
    name = purpose_names(found["city"]).get(purpose, purpose)
    if purpose not in [one["purpose"] for one in found["consents"] or []]:
        abort(404)
    if form.accept(lambda: registry().post(f"/people/{id}/consents/{purpose}/withdraw", form.body(), key=form.key)):
        return done(WITHDRAWN, to_person(found)[0])
    return ask(
        _("Withdraw the consent?"), form, _("Withdraw"), back=to_person(found), caption=to_person(found)[1],
        intro=_("“%(purpose)s” is not agreed to any longer.", purpose=name),
    )  # fmt: skip
