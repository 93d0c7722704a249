"""What somebody says who wants to take part in a gathering."""

from services.chassis.i18n import LANGUAGES, N_
from services.chassis.web.forms import Form, email, radios, select, text
from services.website.public.names import ROLE_GROUPS


class JoinForm(Form):
    """Name, address, group; the language for our mails."""

    name = text(N_("Your name"), autocomplete="name")
    email = email(N_("Your e-mail address"), hint=N_("We send the date and all changes to this address."))
    role_group = radios(N_("Which group do you belong to?"), choices=ROLE_GROUPS)
    organisation = text(N_("Your organisation or association"), optional=True, autocomplete="organization")
    language = select(N_("In which language shall we write to you?"), choices=LANGUAGES.items)
