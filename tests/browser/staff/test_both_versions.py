"""Every form that changes something: when two people do so at once, the second one is asked whose version stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest

from services.chassis.testing import Caller
from tests.browser.staff.conftest import PRACTICE, said
from tests.browser.staff.network import Network

GATHERING = {
    "city": "catania", "method": "training_seminar", "title": said("Seminar", "en"), "capacity": 20,
    "starts_at": "2027-06-01T07:00:00Z", "ends_at": "2027-06-01T15:00:00Z",
}  # fmt: skip
GUEST = {"name": "Fatou Diop", "email": "fatou@example.org", "role_group": "residents", "language": "fr"}
STAKEHOLDER = {
    "name": "Imam", "city": "catania", "role_group": "residents", "power": 3, "interest": 4, "attitude": "neutral",
    "involvement": "none", "wanted_involvement": "consult",
}  # fmt: skip


@dataclass
class Edited:
    """A form: the page, the object behind it, a field that both change, and what another person changes besides."""

    page: str
    service: str
    path: str
    both: str
    besides: dict[str, Any] = field(default_factory=dict)
    translated: bool = False

    def wish(self, words: str) -> dict[str, Any]:
        """The change of the field for the API."""
        return {self.both: said(words, "en") if self.translated else words}

    def shown(self, found: dict[str, Any]) -> str:
        """The field as the API shows it."""
        return str(found[self.both]["en"]["text"] if self.translated else found[self.both])


def registered(asked: Caller, address: str, body: dict[str, Any]) -> str:
    """Make something; its address."""
    return f"{address}/{asked.post(address, body, status=201)['id']}"


def of_the_register(network: Network, name: str) -> Edited:
    """An object of the registry with its form."""
    asked = network.asks("registry")
    lead = asked.get("/organisations?q=comune")["items"][0]["id"]
    simple: dict[str, tuple[str, dict[str, Any], str, dict[str, Any]]] = {
        "organisation": (
            "/organisations", {"name": "A", "kind": "ngo", "country": "IT"}, "name", {"seat": "Enna"},
        ),
        "person": (
            "/people", {"given_name": "Ada", "family_name": "Neri"}, "given_name", {"language": "fr"},
        ),
        "service": ("/services", {"organisation": lead, "name": said("A", "en")}, "name", {"takes_referrals": True}),
        "stakeholder": ("/stakeholders", STAKEHOLDER, "represents", {"people_concerned": True}),
        "search": (
            "/searches", {"name": "Ours", "of": "organisations", "query": {"q": "a"}}, "name", {"alert": "weekly"},
        ),
    }  # fmt: skip
    if name in simple:
        address, body, both, besides = simple[name]
        path = registered(network.asks("registry", network.staff()), address, body)
        page = path if name == "person" else f"{path}/change"
        return Edited(f"registry{page}", "registry", path, both, besides, translated=name == "service")
    formed = {"name": "LDP", "city": "catania", "lead_organisation": lead, "since": "2025-01-01"}
    here = registered(asked, "/partnerships", formed)
    return of_a_partnership(asked, name, here, lead)


def of_a_partnership(asked: Caller, name: str, here: str, lead: str) -> Edited:
    """A partnership or a part of its work, with its form."""
    if name == "partnership":
        return Edited(f"registry{here}/change", "registry", here, "name")
    held = registered(asked, f"{here}/meetings", {"title": "First", "day": "2026-01-01"})
    asked.post(f"{held}/attendance", {"present": [lead]})
    taken = {"meeting": held.rsplit("/", 1)[-1], "title": "Do it", "method": "consensus"}
    parts: dict[str, Callable[[], tuple[str, str, dict[str, Any]]]] = {
        "agreement": lambda: (
            registered(asked, f"{here}/agreements", {"signed_on": "2026-01-01"}), "title", {"reference": "12/2026"},
        ),
        "table": lambda: (registered(asked, f"{here}/tables", {"name": "Work"}), "purpose", {"until": "2099-01-01"}),
        "meeting": lambda: (held, "title", {"place": "Town hall"}),
        "minutes": lambda: (held, "minutes", {}),
        "decision": lambda: (registered(asked, f"{here}/decisions", taken), "title", {"detail": "By all means"}),
    }  # fmt: skip
    path, both, besides = parts[name]()
    return Edited(f"registry{path}/{'minutes' if name == 'minutes' else 'change'}", "registry", path, both, besides)


def of_transfers(network: Network, name: str) -> Edited:
    """A practice, a plan or a measure with its form."""
    asked = network.asks("transfers")
    if name == "practice":
        path = registered(asked, "/practices", PRACTICE | {"city": "catania"})
        besides = {"main_institution": "Another"}
        return Edited(f"{path[1:]}/change", "transfers", path, "title", besides, translated=True)
    starts = 2050 if name == "plan" else 2052
    dated = {"starts_on": f"{starts}-01-01", "ends_on": f"{starts + 1}-12-31"}
    plan = registered(asked, "/plans", {"city": "catania", "title": said("Plan", "en"), **dated})
    if name == "plan":
        return Edited(f"{plan[1:]}/change", "transfers", plan, "title", {"ends_on": "2051-11-30"}, translated=True)
    path = registered(asked, f"{plan}/measures", {"title": said("Courses", "en")})
    return Edited(f"{path[1:]}/change", "transfers", path, "title", {"starts_on": "2052-02-01"}, translated=True)


def of_workshops(network: Network, name: str) -> Edited:
    """A gathering, a registration or an idea with its form."""
    asked = network.asks("workshops")
    sizes = {"block_below": None, "block_group_below": None, "warn_below": None, "warn_group_ratio": None}
    here = registered(asked, "/gatherings", {**GATHERING, "sizes": sizes})
    if name == "gathering":
        return Edited(f"{here[1:]}/change", "workshops", here, "title", {"capacity": 40}, translated=True)
    path = registered(asked, f"{here}/registrations", GUEST)
    return Edited(path[1:], "workshops", path, "name", {"language": "it"})


MAKERS: dict[str, Callable[[Network, str], Edited]] = {
    **dict.fromkeys(
        ["organisation", "person", "service", "stakeholder", "search", "partnership", "agreement", "table", "meeting",
         "minutes", "decision"],
        of_the_register,
    ),
    **dict.fromkeys(["practice", "plan", "measure"], of_transfers),
    **dict.fromkeys(["gathering", "registration"], of_workshops),
}  # fmt: skip


class Page(HTMLParser):
    """What a browser would send of the form of a page, and what the page says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.says = ""
        self._select = self._textarea = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        name = facts.get("name", "")
        self._textarea = name if tag == "textarea" else ""
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self.values[name] = [""]
        elif tag == "option" and "selected" in facts:
            self.values[self._select] = [facts["value"]]
        elif tag == "input" and name and (facts.get("type") not in ("radio", "checkbox") or "checked" in facts):
            self.values.setdefault(name, []).append(facts.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._textarea = ""

    def handle_data(self, data: str) -> None:
        self.says += data
        if self._textarea:
            self.values[self._textarea][0] += data.removeprefix("\n")


@pytest.mark.parametrize("name", MAKERS)
def test_the_second_of_two_who_change_the_same_is_asked_whose_version_stays(network: Network, name: str) -> None:
    form = MAKERS[name](network, name)
    staff = network.staff()
    asked = network.asks(form.service, staff)
    person = network.services["website"].app.test_client()
    headers = network.passport_of(staff)
    address = f"/en/staff/{form.page}"
    opened = Page(person.get(address, headers=headers).text)
    asked.patch(form.path, {**form.wish("What the other one wrote"), **form.besides})
    opened.values[form.both] = ["What I wrote"]

    late = person.post(address, headers=headers, data=opened.values)
    assert late.status_code == 422, late.text
    again = Page(late.text)
    assert "Somebody else saved this in the meantime" in again.says
    assert "What the other one wrote" in again.says
    assert again.values["choose"] == [form.both]
    assert again.values[form.both] == ["What I wrote"]
    assert form.shown(asked.get(form.path)) == "What the other one wrote"

    unsaid = person.post(address, headers=headers, data=again.values)
    assert unsaid.status_code == 422
    assert "is to stay" in unsaid.text
    saved = person.post(address, headers=headers, data={**Page(unsaid.text).values, f"keep-{form.both}": "mine"})
    assert saved.status_code == 303, saved.text
    found = asked.get(form.path)
    assert form.shown(found) == "What I wrote"
    assert {one: found[one] for one in form.besides} == form.besides

    if form.service == "registry":
        told = person.get(f"/en/staff/registry{form.path}/history", headers=headers)
        assert told.status_code == 200
        says = Page(told.text).says
        assert "What the other one wrote" in says and "What I wrote" in says and "You" in says
