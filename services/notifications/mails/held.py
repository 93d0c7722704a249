"""Which mails went to somebody, for when they ask. What they said is not kept."""

from services.chassis.held import HeldBody, told
from services.chassis.http import fields
from services.chassis.http.routes import Routes
from services.chassis.http.schema import Shape
from services.chassis.store import Document, UnitOfWork
from services.notifications.mails.erasing import MOST
from services.notifications.mails.schemas import MailShape

routes = Routes("held", summary="What is held about somebody")


class HeldShape(Shape):
    """All of it."""

    mails = fields.ListOf(fields.Nested(MailShape), max=MOST)


@routes.act("/held-about", needs="notifications:write", body=HeldBody, shows=HeldShape)
def tell_held(uow: UnitOfWork, body: Document) -> Document:
    """The mails about what is theirs: `subjects` are the ids of it, as the other services tell them."""
    found = uow.find("mails", {"about": {"$in": body["subjects"]}}, limit=MOST)
    return {"mails": told(uow, "mails", found, MailShape)}
