"""What is asked about an API client."""

from gateway.identity.accounts import ACTIVE, DISABLED
from gateway.identity.roles import SCOPES
from gateway.pages.cities import city_choices
from services.chassis.i18n import N_
from services.chassis.web.forms import Form, checkboxes, radios, select, text

STATUSES = {ACTIVE: N_("Active"), DISABLED: N_("Switched off")}
SCOPES_HINT = N_("Give only what the system needs. “write” allows changes.")


class ClientForm(Form):
    """An API client as it is made."""

    name = text(N_("Name of the system"))
    city = select(
        N_("City"), choices=city_choices, optional=True, hint=N_("Without a city it reaches the whole network.")
    )
    scopes = checkboxes(N_("Scopes"), choices={scope: scope for scope in SCOPES}, hint=SCOPES_HINT)


class ClientChangeForm(Form):
    """An API client as it is changed; its city stays."""

    name = text(N_("Name of the system"))
    scopes = checkboxes(N_("Scopes"), choices={scope: scope for scope in SCOPES}, hint=SCOPES_HINT)
    status = radios(N_("Status"), choices=STATUSES)
