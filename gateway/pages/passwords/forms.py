"""What is asked to choose a password."""

from services.chassis.i18n import N_
from services.chassis.web.forms import Form, email, password

ADVICE = N_("At least 12 characters. Four words that do not belong together are easy to remember and hard to guess.")


class ForgottenForm(Form):
    """Where to send the link."""

    email = email(N_("E-mail address"))


class NewPasswordForm(Form):
    """The password to be."""

    password = password(N_("New password"), autocomplete="new-password", hint=ADVICE)


class ChangePasswordForm(Form):
    """The password until now and the one to be."""

    present = password(N_("Present password"))
    password = password(N_("New password"), autocomplete="new-password", hint=ADVICE)
