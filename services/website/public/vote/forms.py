"""What is asked of somebody who votes: the short code of the round, the personal code, the ideas."""

from collections.abc import Sequence

from wtforms import ValidationError

from services.chassis.i18n import N_, n_
from services.chassis.store import Document
from services.chassis.web.forms import Form, checkboxes, text

CODE_HINT = N_("For example K7P4W. Small letters and blanks do not matter.")


class CodeForm(Form):
    """The short code that the facilitator shows."""

    code = text(N_("Code on the screen"), width=10, hint=CODE_HINT)


class BallotForm(Form):
    """The personal code and the chosen ideas; made for one round by `for_round`."""

    personal_code = text(
        N_("Your personal code"), width=10, hint=N_("It stands on your card and in the e-mail that invited you.")
    )
    ideas = checkboxes(N_("The ideas"), choices={})
    most = 0

    @classmethod
    def for_round(cls, ideas: Sequence[Document], most: int) -> "BallotForm":
        """The ballot with the ideas of a round, of which `most` may be chosen."""
        form = cls()
        form.ideas.choices = [(idea["id"], idea["title"]) for idea in ideas]
        form.most = most
        return form

    def validate_ideas(self, field: object) -> None:
        """No more ideas than votes; the API says the same, but sooner is kinder."""
        chosen = len(self.ideas.data or [])
        if chosen > self.most:
            raise ValidationError(
                n_(
                    "You chose %(chosen)s ideas but have %(n)s vote.",
                    "You chose %(chosen)s ideas but have %(n)s votes.",
                    self.most,
                    chosen=chosen,
                )
            )
