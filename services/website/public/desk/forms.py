"""What is asked of somebody who writes to the support desk."""

from services.chassis.i18n import N_
from services.chassis.web.forms import Form, email, long_text, radios, text

CATEGORY_NAMES = {
    "method": N_("A workshop or its method"),
    "practice": N_("A practice and how to take it up"),
    "funding": N_("Money"),
    "legal": N_("Law and privacy"),
    "technical": N_("This website"),
    "integration": N_("Connecting a city's own system"),
}
ADDRESS_HINT = N_("We answer to this address and use it for nothing else.")


class AskForm(Form):
    """A question about anything."""

    category = radios(N_("What is it about?"), choices=CATEGORY_NAMES)
    subject = text(N_("Your question in a few words"))
    body = long_text(N_("Your question"), rows=8)
    requester__name = text(N_("Your name"), autocomplete="name")
    requester__email = email(N_("Your e-mail address"), hint=ADDRESS_HINT)


class QuestionForm(AskForm):
    """A question whose category is known."""

    category = None


class FeedbackForm(Form):
    """A problem with the site, or praise; category and subject are known."""

    body = long_text(
        N_("What happened, or what do you need?"), rows=8, hint=N_("If it is about one page, tell us its address.")
    )
    requester__name = text(N_("Your name"), autocomplete="name")
    requester__email = email(N_("Your e-mail address"), hint=ADDRESS_HINT)


class AgainForm(Form):
    """Another message about a question that was asked before."""

    body = long_text(N_("Your message"), rows=6)
