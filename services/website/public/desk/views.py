"""Writing to the support desk: a question, or feedback about this site and its accessibility."""

from flask import redirect, request, url_for

from services.chassis.i18n import N_, _, current_language
from services.chassis.web import confirmation, redirect_with
from services.chassis.web.forms import Form
from services.website.public import owners
from services.website.public.blueprint import public
from services.website.public.desk.forms import AgainForm, AskForm, FeedbackForm, QuestionForm
from services.website.public.page import Answer, read, show
from services.website.public.sending import accepted, reference_of, show_form
from services.website.public.translated import say

SENT = confirmation(N_("Your message has been sent."))


@public.route("/support", methods=["GET", "POST"])
def support() -> Answer:
    """Ask the support desk; `?practice=` names the practice that the question is about."""
    practice = read().first("practices", {"_id": request.args.get("practice", "")})
    if practice:
        lead = _(
            "Your question goes to those who make this practice work: %(practice)s", practice=say(practice["title"])
        )
        known = {"practice": practice["id"], "category": "practice"}
        return _ask(QuestionForm(), _("Ask the support desk"), lead, known)
    lead = _("You take part in the network, or want to? Ask. Those who made a practice work answer you.")
    return _ask(AskForm(), _("Ask the support desk"), lead, {})


@public.route("/feedback", methods=["GET", "POST"])
def feedback() -> Answer:
    """Say what is wrong with this site, or what cannot be used."""
    known = {"category": "technical", "subject": _("Feedback about the website")}
    lead = _("Tell us what does not work for you, or what you need in another form. We answer within two weeks.")
    return _ask(FeedbackForm(), _("Feedback and accessibility"), lead, known)


@public.route("/tickets/<secret>", methods=["GET", "POST"])
def ticket(secret: str) -> Answer:
    """One's own question and the answers, behind the secret link of a mail; and writing again."""
    form = AgainForm()
    body = {"body": form.body.data, "language": current_language()}
    if accepted(form, lambda: owners.write_again(secret, body, key=form.key)):
        return redirect_with(SENT, url_for("public.ticket", secret=secret))
    found = owners.own_ticket(secret)
    return show_form("desk/ticket.html", found["subject"], form, ticket=found)


@public.get("/support/received")
def received() -> Answer:
    """The question has arrived, and what happens next."""
    return show("desk/received.html", _("We have your message"), reference=request.args.get("reference", "")[:12])


def _ask(form: Form, title: str, lead: str, known: dict[str, str]) -> Answer:
    # The question itself is called `body` by the API, so the form's method of that name is asked for at its class.
    question = {**known, **Form.body(form), "language": current_language()}
    if made := accepted(form, lambda: owners.ask(question, key=form.key)):
        return redirect(url_for("public.received", reference=reference_of(made["id"])), 303)
    back = (url_for("public.home"), _("Start page"))
    return show_form("desk/support.html", title, form, lead=lead, back=back)
