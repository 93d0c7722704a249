"""What is asked of somebody who votes: the short code of the round, who they are, the ideas."""

from collections.abc import Mapping
from typing import Any

from services.chassis.i18n import N_
from services.chassis.web.forms import Form, checkboxes, radios, text
from services.website.public.names import ROLE_GROUPS

CODE_HINT = N_("For example K7P4W. Small letters and blanks do not matter.")
PERSONAL_HINT = N_("It stands on your card and in the e-mail that invited you.")


class CodeForm(Form):
    """The short code that the facilitator shows."""

    code = text(N_("Code on the screen"), width=10, hint=CODE_HINT)


class VoterForm(Form):
    """Who votes: by personal code, or by role group where seats are open; the thematic group where it matters."""

    personal_code = text(N_("Your personal code"), width=10, hint=PERSONAL_HINT, optional=True)
    role_group = radios(N_("You have no code? Which group do you belong to?"), choices=ROLE_GROUPS, optional=True)
    group = radios(N_("In which working group were you?"), choices={}, optional=True)

    @classmethod
    def for_round(cls, round: Mapping[str, Any]) -> "VoterForm":
        """Only what this round asks."""
        form = cls()
        groups = sorted({idea["group"] for idea in round["ideas"] if idea["group"]})
        if not round["walk_ins"]:
            del form.role_group
            form.personal_code.optional = False
        if round["allow_own_group"] or not groups:
            del form.group
        else:
            form.group.choices = [(group, group) for group in groups]
        return form


class BallotForm(Form):
    """The chosen ideas, by their ids; an idea as often as it gets votes. The page draws the boxes."""

    votes = checkboxes(N_("The ideas"), choices={})
