"""What is asked in the second step of signing in."""

from services.chassis.i18n import N_
from services.chassis.web.forms import Form, one_time_code, text

CODE = N_("Code")
CODE_HINT = N_("The six digits that your authenticator app shows now.")


class CodeForm(Form):
    """What the authenticator app shows."""

    code = one_time_code(CODE, hint=CODE_HINT)


class RecoveryCodeForm(Form):
    """One of the codes that were written down."""

    code = text(N_("Recovery code"), width=20, hint=N_("One that you have not used yet, such as k3wd-92hp-vx7m."))
