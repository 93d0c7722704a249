"""The home page: what the network is, for whom, and what is on."""

from services.website.projections import gatherings, ideas, network
from services.website.public.blueprint import public
from services.website.public.page import Answer, read, show


@public.get("/")
def home() -> Answer:
    """The start page of a language."""
    reader = read()
    return show(
        "home/home.html",
        "",
        gatherings=gatherings.coming(reader, limit=3),
        measures=ideas.latest_measures(reader, limit=3),
        cities=network.cities(reader),
    )
