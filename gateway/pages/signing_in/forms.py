"""What is asked to sign in and out."""

from services.chassis.i18n import N_
from services.chassis.web.forms import Form, email, password


class SignInForm(Form):
    """Address and password."""

    email = email(N_("E-mail address"))
    password = password(N_("Password"))


class SignOutForm(Form):
    """Nothing but the wish."""
