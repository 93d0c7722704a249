"""What the gateway says to the services: that an account needs a mail, or may do other things. No business data.

Who, where to write and the link with its secret are read when the mail is sent, at the event's dataref: {"name",
"email", "language", "link"}, or 410 once the link has been used, has run out or the account is gone.
"""

from services.chassis.events import Event
from services.chassis.http import fields
from services.contracts.erasure import ErasureDone

PREFIX = "eu.learning-cities.gateway."


class PasswordResetRequested(Event):
    """Said when a person asks for a new password, or is given an account and is to choose their first one.

    Heard by notifications: it writes to the address at the dataref `/contacts/password-resets/<id>`.
    """

    type = PREFIX + "account.password_reset_requested.v1"


class AccountInvited(Event):
    """Said when a coordinator makes an account for somebody, who is to choose a password.

    Heard by notifications: it writes to the address at the dataref `/contacts/password-resets/<id>`.
    """

    type = PREFIX + "account.invited.v1"


class PasswordChanged(Event):
    """Said when an account has a new password. Heard by notifications: the person is warned, should it not be them.

    The dataref is `/contacts/accounts/<id>`: {"name", "email", "language", "link"}.
    """

    type = PREFIX + "account.password_changed.v1"


class SecondFactorChanged(Event):
    """Said when the second factor of an account changed. Heard by notifications: the person is told what, should it not
    be them.

    `change`: a factor was `added` or `removed`; somebody who administers accounts has `reset` all; recovery codes were
    made anew (`codes_made`), one was used (`code_used`). The dataref is as for PasswordChanged.
    """

    type = PREFIX + "account.second_factor_changed.v1"

    change = fields.OneOf("added", "removed", "reset", "codes_made", "code_used", required=True)


class AccessChanged(Event):
    """Said when an account is made, or an account or an API client may do other things than before: what it may do now.

    One that is switched off or gone may do nothing: its `scopes` are empty. Heard by notifications, which pauses
    webhooks whose owner may no longer read what they deliver and tells what it holds of an account to its cities alone,
    and by registry, whose saved searches find no more than their owner may read.
    """

    type = PREFIX + "access.changed.v1"

    scopes = fields.ListOf(fields.Text(), required=True)
    cities = fields.ListOf(fields.Slug(), required=True)
    everywhere = fields.Boolean(required=True)


class AccountErased(Event):
    """Said when an account is erased, for whatever reason. Heard by notifications and registry, which erase what they
    keep for it: preferences, messages, records of mails, saved searches.
    """

    type = PREFIX + "account.erased.v1"


class AccountErasedWithPerson(Event):
    """Said when an account is erased with the person whose it was, by the word of somebody who administers no accounts.

    Heard by notifications: those who do are told. `erasure` is the receipt, `cities` are those the account worked in.
    """

    type = PREFIX + "account.erased_with_person.v1"

    erasure = fields.Id(required=True)
    cities = fields.ListOf(fields.Slug(), required=True)


class CitiesLeftWithoutStaff(Event):
    """Said when the account is erased that was the last of its cities to change what they keep.

    Heard by notifications: whoever serves the whole network is told.
    """

    type = PREFIX + "account.last_of_cities_erased.v1"

    cities = fields.ListOf(fields.Slug(), required=True)


class PersonErasureDone(ErasureDone):
    """Said when the accounts of a person erased by the registry are gone. Heard by registry, for its receipt.

    `accounts_left` are those that who ordered it may not take away.
    """

    type = PREFIX + "person.erasure_done.v1"
