"""How the public pages behave on the web: languages, caching, feeds, search engines, errors."""

import re
from xml.etree import ElementTree

from flask.testing import FlaskClient
from icalendar import Calendar

from services.chassis.i18n import LANGUAGES
from services.chassis.testing import ServiceUnderTest
from services.contracts import transfers
from services.contracts.registry import CityChanged
from tests.website_facts import LEAD, MEASURE, MEMBER, PARTNERSHIP, PLAN, SEMINAR, WORKSHOP, measure, text

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
SITEMAP = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_the_bare_address_leads_to_the_reader_s_language(website: ServiceUnderTest) -> None:
    browser = website.app.test_client()
    for wanted, language in {"hu-HU,hu;q=0.9,en;q=0.8": "hu", "pt, es;q=0.5": "es", "ja": "en", "": "en"}.items():
        answer = browser.get("/", headers={"Accept-Language": wanted})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/")
        assert "Accept-Language" in answer.headers["Vary"]


def test_a_page_names_its_other_languages(reader: FlaskClient) -> None:
    page = reader.get("/fr/cities/catania").text
    named = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', page))
    assert set(named) == {*LANGUAGES, "x-default"} - {"fr"} or set(named) == {*LANGUAGES, "x-default"}
    assert named["de"].endswith("/de/cities/catania")
    assert re.search(r'<link rel="canonical" href="[^"]+/fr/cities/catania">', page)


def test_a_city_is_called_as_the_reader_s_language_calls_it(reader: FlaskClient, website: ServiceUnderTest) -> None:
    kept = website.database.rows("cities").find_one({"_id": "catania"})
    facts = {name: kept[name] for name in ("name", "country", "role", "timezone", "lat", "lon") if name in kept}
    names = {"fr": {"text": "Catane", "status": "original"}}
    website.hears(CityChanged, subject="catania", data={**facts, "names": names}, city="catania", version=50)
    for address in ("cities", "cities/catania", "plans/catania", "partners"):
        french, german = (reader.get(f"/{language}/{address}").text for language in ("fr", "de"))
        assert "Catane" in french, address
        assert "Catane" not in german, address
    assert "Catania" in reader.get("/de/cities/catania").text.partition("<h1")[2].partition("</h1>")[0]
    website.database.rows("cities").replace_one({"_id": "catania"}, kept)


def test_a_foreign_text_is_marked_and_carries_its_language(reader: FlaskClient) -> None:
    title = "Seminario: facilitare un gruppo"
    german = reader.get("/de/calendar?month=2027-03").text
    assert f'<span lang="it">{title}</span></a> <span class="lc-mark">nicht übersetzt</span>' in german
    italian = reader.get("/it/calendar?month=2027-03").text
    assert f'<span lang="it">{title}</span></a>' in italian
    assert "non tradotto" not in italian


def test_a_translation_that_its_original_left_behind_is_marked_in_a_plan_and_its_measures(
    reader: FlaskClient, website: ServiceUnderTest
) -> None:
    names = ("title", "objective", "target_group", "name")
    new = {name: text("it", f"{name}: nuovo", en=f"{name}: old") for name in names}
    for words in new.values():
        words["it"]["updated"] = "2027-02-28T10:00:00.000+00:00"
    plan = website.database.rows("plans").find_one({"_id": PLAN}) or {}
    facts = {name: plan[name] for name in transfers.PlanChanged().fields} | {"title": new["title"]}
    website.hears(transfers.PlanChanged, subject=PLAN, version=2, data=facts, city="catania")
    indicator = {
        "id": "participants", "name": new.pop("name"), "unit": "persone", "baseline": 0.0, "target": 120.0,
        "due_on": "2028-12-31", "current": None,
    }  # fmt: skip
    facts = measure(1, **new, indicators=[indicator])
    website.hears(transfers.MeasureChanged, subject=MEASURE, version=2, data=facts, city="catania")
    older = ' <span class="lc-mark">older than the original</span>'
    english, italian = (reader.get(f"/{language}/plans/catania").text for language in ("en", "it"))
    marked = re.findall(f'<span lang="en">(\\w+): old</span>{older}', english)
    assert marked == ["title", "title", "objective", "target_group", "name"]
    assert f"title: old</span>{older}" in reader.get("/en/plans").text
    assert "lc-mark" not in italian


def test_what_is_made_up_says_so(reader: FlaskClient) -> None:
    for path in (f"gatherings/{WORKSHOP}", "plans/catania", "transfers", "practices", "ideas"):
        assert "Illustration" in reader.get(f"/en/{path}").text, path


def test_a_page_that_did_not_change_is_not_sent_again(reader: FlaskClient, website: ServiceUnderTest) -> None:
    for encoding in ("identity", "br"):
        first = reader.get("/en/cities", headers={"Accept-Encoding": encoding})
        asked = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": encoding}
        again = reader.get("/en/cities", headers=asked)
        assert (again.status_code, again.get_data()) == (304, b"")
        assert "Content-Security-Policy" not in again.headers
        assert reader.get("/en/plans", headers=asked).status_code == 200


def test_what_holds_a_form_is_kept_by_nobody(reader: FlaskClient) -> None:
    assert reader.get("/en/support").headers["Cache-Control"] == "no-store"


def test_filters_of_the_partners_are_in_the_address(reader: FlaskClient) -> None:
    for query, found in {
        "q=senegal": [MEMBER],
        "q=comune+cat": [LEAD],
        "country=IT&kind=local_administration": [LEAD],
    }.items():
        page = reader.get(f"/en/partners?{query}").text
        listed = page[page.index('id="partner-list"') :]
        assert re.findall(r'href="/en/partners/([^"?]+)"', listed) == found
        assert "1 partner found" in page
    assert "No partner fits this filter" in reader.get("/en/partners?q=nobody").text


def test_a_broken_cursor_is_a_problem_with_a_page(reader: FlaskClient) -> None:
    assert reader.get("/en/partners?after=nonsense").status_code == 422


def test_the_calendar_can_be_subscribed_to(reader: FlaskClient) -> None:
    answer = reader.get("/it/calendar.ics")
    assert answer.mimetype == "text/calendar"
    events = {str(event["uid"]): event for event in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert set(events) == {WORKSHOP, SEMINAR}
    seminar = events[SEMINAR]
    assert (str(seminar["summary"]), seminar["sequence"]) == ("Seminario: facilitare un gruppo", 0)
    assert seminar.start.tzinfo.key == "Europe/Rome"
    assert seminar["url"].endswith(f"/it/gatherings/{SEMINAR}")


def test_the_feed_is_atom(reader: FlaskClient) -> None:
    feed = ElementTree.fromstring(reader.get("/en/calendar.atom").data)  # noqa: S314
    titles = [entry.findtext("atom:title", namespaces=ATOM) for entry in feed.findall("atom:entry", ATOM)]
    assert sorted(map(str, titles)) == ["Catania tomorrow", "Seminario: facilitare un gruppo"]


def test_the_site_map_names_every_page_in_every_language(reader: FlaskClient) -> None:
    pages = ElementTree.fromstring(reader.get("/sitemap.xml").data).findall("map:url", SITEMAP)  # noqa: S314
    addresses = [str(page.findtext("map:loc", namespaces=SITEMAP)) for page in pages]
    assert len(set(addresses)) == len(addresses)
    assert any(address.endswith(f"/it/partnerships/{PARTNERSHIP}") for address in addresses)
    for language in LANGUAGES:
        assert sum(f"/{language}/" in address for address in addresses) == len(addresses) / len(LANGUAGES)
    for address in addresses:
        assert reader.get("/" + address.split("/", 3)[3]).status_code == 200, address


def test_robots_stay_out_of_what_is_personal(reader: FlaskClient) -> None:
    lines = reader.get("/robots.txt").text.splitlines()
    assert {f"Disallow: /hu/{part}/" for part in ("staff", "join", "registrations", "tickets")} <= set(lines)


def test_what_is_missing_is_said_in_the_language_of_the_address(website: ServiceUnderTest) -> None:
    browser = website.app.test_client()
    for path in ("/es/cities/atlantis", "/es/nowhere", "/es/ideas/0", "/es/vote/XXXXX/results"):
        answer = browser.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 404, path
        assert '<html lang="es"' in answer.text
