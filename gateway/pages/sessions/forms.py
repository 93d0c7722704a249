"""What a person may change of their own account."""

from services.chassis.i18n import LANGUAGES, N_
from services.chassis.web.forms import Form, radios


class LanguageForm(Form):
    """The language of one's messages."""

    language = radios(N_("Language"), choices=LANGUAGES)
