"""How every wing refuses a step that does not follow from the present state."""

from collections.abc import Sequence

from services.chassis.errors import Conflict
from services.chassis.i18n import _


def no_such_step(following: Sequence[str]) -> Conflict:
    """The refusal of any state that is not among those `following`."""
    if not following:
        return Conflict(_("This has ended; nothing follows."))
    return Conflict(_("Now only this can follow: %(states)s.", states=", ".join(following)))
