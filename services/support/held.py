"""What the desk holds about somebody, for when they ask: their questions, with what was written to and fro."""

from services.chassis.held import HeldBody, told
from services.chassis.http import fields
from services.chassis.http.routes import Routes
from services.chassis.http.schema import Shape
from services.chassis.store import Document, UnitOfWork
from services.support.erasing import MOST, asked_by
from services.support.schemas import MessageShape, RequesterBody, TicketShape

routes = Routes("held", summary="What is held about somebody")


class HeldTicketShape(TicketShape):
    """A question with everything that was written about it."""

    body = fields.LongText()
    requester = fields.Nested(RequesterBody)
    messages = fields.ListOf(fields.Nested(MessageShape), max=1000)


class HeldShape(Shape):
    """All of it."""

    tickets = fields.ListOf(fields.Nested(HeldTicketShape), max=MOST)


@routes.act("/held-about", needs="support:write", body=HeldBody, shows=HeldShape)
def tell_held(uow: UnitOfWork, body: Document) -> Document:
    """Everything from who has one of these addresses, at the desks of who asks."""
    found = uow.find("tickets", asked_by(body["addresses"]), limit=MOST)
    return {"tickets": told(uow, "tickets", found, HeldTicketShape)}
