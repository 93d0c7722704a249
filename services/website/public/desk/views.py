"""Writing to the support desk: a question, or feedback about this site and its accessibility."""

from flask import redirect, request, url_for

from services.chassis.i18n import _, current_language
from services.chassis.web.forms import Form
from services.website.public import owners
from services.website.public.blueprint import public
from services.website.public.desk.forms import AskForm, FeedbackForm
from services.website.public.page import Answer, show
from services.website.public.sending import accepted, reference_of, show_form


@public.route("/support", methods=["GET", "POST"])
def support() -> Answer:
    """Ask the support desk."""
    form = AskForm()
    lead = _("You take part in the network, or want to? Ask. Those who made a practice work answer you.")
    return _ask(form, _("Ask the support desk"), lead, {})


@public.route("/feedback", methods=["GET", "POST"])
def feedback() -> Answer:
    """Say what is wrong with this site, or what cannot be used."""
    known = {"category": "technical", "subject": _("Feedback about the website")}
    lead = _("Tell us what does not work for you, or what you need in another form. We answer within two weeks.")
    return _ask(FeedbackForm(), _("Feedback and accessibility"), lead, known)


@public.get("/support/received")
def received() -> Answer:
    """The question has arrived, and what happens next."""
    return show("desk/received.html", _("We have your message"), reference=request.args.get("reference", "")[:12])


def _ask(form: Form, title: str, lead: str, known: dict[str, str]) -> Answer:
    made = accepted(form, lambda: owners.ask({**known, **form.body(), "language": current_language()}, key=form.key))
    if made:
        return redirect(url_for("public.received", reference=reference_of(made["id"])), 303)
    back = (url_for("public.home"), _("Start page"))
    return show_form("desk/support.html", title, form, lead=lead, back=back)
