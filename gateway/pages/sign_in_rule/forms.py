"""What is asked about the rule."""

from gateway.identity.roles import ROLES
from services.chassis.i18n import N_
from services.chassis.web.forms import Form, checkboxes

HINT = N_("Whoever has one of these roles sets up an authenticator app at the next sign-in. All others may.")


class RuleForm(Form):
    """The roles."""

    roles = checkboxes(
        N_("Roles"), choices={role: facts.title for role, facts in ROLES.items()}, optional=True, hint=HINT
    )
