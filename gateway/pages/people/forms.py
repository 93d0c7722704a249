"""What is asked about somebody's account."""

from gateway.identity.accounts import ACTIVE, DISABLED
from gateway.identity.roles import ROLES
from gateway.pages.cities import city_choices
from services.chassis.i18n import LANGUAGES, N_
from services.chassis.web.forms import Form, checkboxes, email, radios, select, text

STATUSES = {ACTIVE: N_("Active"), DISABLED: N_("Switched off")}
CITIES_HINT = N_("Network coordinators and operators reach every city; all others need at least one.")


class AccountForm(Form):
    """An account as it is made."""

    name = text(N_("Name"))
    email = email(N_("E-mail address"))
    language = select(N_("Language"), choices=LANGUAGES)
    roles = checkboxes(N_("Roles"), choices={role: facts.title for role, facts in ROLES.items()})
    cities = checkboxes(N_("Cities"), choices=city_choices, optional=True, hint=CITIES_HINT)


class AccountChangeForm(AccountForm):
    """An account as it is changed."""

    status = radios(N_("Status"), choices=STATUSES)
