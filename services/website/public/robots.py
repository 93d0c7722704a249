"""What search engines ask for: robots.txt and the site map with every page in every language."""

from flask import Blueprint, Response, render_template

from services.chassis.i18n import LANGUAGES
from services.website.projections import directory, gatherings, network, transfers
from services.website.projections import ideas as thread
from services.website.public.page import public_url, read, whole_address

robots = Blueprint("robots", __name__)

PAGES = (
    "home", "cities", "partners", "services", "practices", "transfers", "calendar", "plans", "ideas", "about", "help",
    "support", "feedback", "accessibility", "privacy",
)  # fmt: skip
PERSONAL = ("staff", "account", "join", "registrations", "tickets", "vote")


@robots.get("/robots.txt")
def robots_txt() -> Response:
    """All but the personal pages and those of staff."""
    closed = [f"Disallow: /{language}/{part}/" for language in LANGUAGES for part in PERSONAL]
    lines = ["User-agent: *", *closed, f"Sitemap: {public_url()}/sitemap.xml", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@robots.get("/sitemap.xml")
def sitemap() -> Response:
    """Each page once a language, with its other languages."""
    pages = [{code: whole_address(name, lang=code, **values) for code in LANGUAGES} for name, values in _pages()]
    return Response(render_template("public/sitemap.xml", pages=pages), mimetype="application/xml")


def _pages() -> list[tuple[str, dict[str, str]]]:
    """The endpoint and its values for every page that a search may find."""
    reader = read()
    rows = {
        "city": network.cities(reader),
        "partnership": network.active_partnerships(reader),
        "practice": transfers.practices(reader),
        "transfer": transfers.transfers(reader),
        "gathering": gatherings.feed(reader),
        "idea": thread.ideas(reader, None),
        "service": directory.shown(reader),
    }
    single = [(name, {"id": row["id"]}) for name, found in rows.items() for row in found]
    return [*((name, {}) for name in PAGES), *single]
