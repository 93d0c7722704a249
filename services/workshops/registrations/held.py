"""What workshops hold about somebody, for when they ask: their registrations, and the ideas that came from them."""

from services.chassis.held import HeldBody, told
from services.chassis.http import fields
from services.chassis.http.routes import Routes
from services.chassis.http.schema import Shape
from services.chassis.store import Document, UnitOfWork
from services.workshops.registrations.schemas import RegistrationShape
from services.workshops.registrations.telling import MOST

routes = Routes("held", summary="What is held about somebody")


class HeldRegistrationShape(RegistrationShape):
    """A registration with the title and beginning of its gathering."""

    title = fields.Translated()
    starts_at = fields.Instant()


class HeldIdeaShape(Shape):
    """An idea that came from them."""

    id = fields.Id()
    gathering = fields.Id()
    title = fields.Text()


class HeldShape(Shape):
    """All of it."""

    registrations = fields.ListOf(fields.Nested(HeldRegistrationShape), max=MOST)
    ideas = fields.ListOf(fields.Nested(HeldIdeaShape), max=MOST)


@routes.act("/held-about", needs="workshops:write", body=HeldBody, shows=HeldShape)
def tell_held(uow: UnitOfWork, body: Document) -> Document:
    """Everything about who has one of these addresses, in the cities of who asks."""
    keys = [address.casefold() for address in body["addresses"]]
    found = uow.find("registrations", {"email_key": {"$in": keys}}, limit=MOST)
    registrations = [{**one, **_gathering(uow, one["gathering"])} for one in found]
    wrote = uow.as_system().find("authors", {"registration": {"$in": [one["_id"] for one in found]}}, limit=MOST)
    ideas = uow.find("ideas", {"_id": {"$in": [one["_id"] for one in wrote]}}, limit=MOST)
    return {
        "registrations": told(uow, "registrations", registrations, HeldRegistrationShape),
        "ideas": told(uow, "ideas", ideas, HeldIdeaShape),
    }


def _gathering(uow: UnitOfWork, id: str) -> Document:
    found = uow.get("gatherings", id)
    return {"title": found["title"], "starts_at": found["starts_at"]}
