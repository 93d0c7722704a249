"""What is held about somebody, for when they ask: mails to them, and what is kept for their account."""

from services.chassis.held import HeldBody, told
from services.chassis.http import fields
from services.chassis.http.routes import Routes
from services.chassis.http.schema import Shape
from services.chassis.store import Document, UnitOfWork
from services.notifications.accounts import MOST, as_read, kept_for, within_reach
from services.notifications.mails.schemas import MailShape
from services.notifications.messages.schemas import MessageShape
from services.notifications.preferences.schemas import PreferencesShape

routes = Routes("held", summary="What is held about somebody")


class HeldPreferencesShape(PreferencesShape):
    """What an account wants to be told, under the id of the account."""

    id = fields.Id()


class HeldShape(Shape):
    """All of it. What the mails said is not kept."""

    mails = fields.ListOf(fields.Nested(MailShape), max=2 * MOST)
    preferences = fields.ListOf(fields.Nested(HeldPreferencesShape), max=MOST)
    messages = fields.ListOf(fields.Nested(MessageShape), max=MOST)


@routes.act("/held-about", needs="notifications:write", body=HeldBody, shows=HeldShape)
def tell_held(uow: UnitOfWork, body: Document) -> Document:
    """The mails about what is theirs, and what is kept for their accounts: `subjects` are the ids of both, as the other
    services tell them.
    """
    kept = kept_for(uow, within_reach(uow, body["subjects"]))
    about = uow.find("mails", {"about": {"$in": body["subjects"]}}, limit=MOST)
    mails = {mail["_id"]: mail for mail in (*about, *kept["mails"])}
    return {
        "mails": told(uow, "mails", mails.values(), MailShape),
        "preferences": told(uow, "preferences", kept["preferences"], HeldPreferencesShape),
        "messages": told(uow, "messages", map(as_read, kept["messages"]), MessageShape),
    }
