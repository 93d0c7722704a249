"""What is asked before a second factor is changed."""

from services.chassis.i18n import N_
from services.chassis.web.forms import Form, password


class PasswordForm(Form):
    """That it is really the account's owner."""

    present = password(N_("Present password"))
