"""Bringing a checked network into the running platform: what is missing is made, what is there is left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from deploy.network.api import Api, Refused
from services.chassis.local import LocalProblem

Item = Mapping[str, Any]

SECTIONS: Final = (
    "cities", "organisations", "partnerships", "services", "practices", "transfers", "gatherings", "plans",
)  # fmt: skip
"""The sections of the file that are written, in this order: a later one names things of an earlier one."""


class Loader:
    """Writes one network; `counts` tells what was made and what was there, `notes` what was left out and why."""

    def __init__(self, api: Api, network: Mapping[str, Any], tell: Callable[[str], None] = lambda what: None) -> None:
        self._api = api
        self._network = network
        self._tell = tell
        self._lists: dict[str, list[Item]] = {}
        self._cities: dict[str, Item] = {}
        self._organisations: dict[str, str] = {}
        self._practices: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.notes: list[str] = []

    def load(self) -> None:
        """Write the whole network. LocalProblem at the first thing that the platform refuses."""
        for section in SECTIONS:
            for entry in self._network.get(section, ()):
                self._tell(f"{section}: {name_of(entry)}")
                try:
                    getattr(self, f"_load_{section}")(entry)
                except Refused as refusal:
                    what = f"The platform refused {name_of(entry)} of {section}: {str(refusal).rstrip('.')}."
                    raise LocalProblem(what, "What came before it is loaded; mend it and load again.") from refusal

    def _ensure(self, path: str, body: Item, is_same: Callable[[Item], bool]) -> Item:
        """The item that is there already, else the one that is made now."""
        if path not in self._lists:
            self._lists[path] = list(self._api.items(path))
        found = next((one for one in self._lists[path] if is_same(one)), None)
        self.counts["there" if found else "made"] += 1
        if found is None:
            found = self._api.make(path, body)
            self._lists[path].append(found)
        return found

    def _load_cities(self, entry: Item) -> None:
        city = self._ensure("registry/cities", entry, lambda one: one["name"] == entry["name"])
        self._cities[entry["name"]] = city

    def _load_organisations(self, entry: Item) -> None:
        body = {name: value for name, value in entry.items() if name != "role"}
        home = self._cities.get(entry.get("city") or entry.get("seat") or "")
        if home is not None:  # a seat in a city of the network: it belongs there, and stands there on the map
            body = {"lat": home["lat"], "lon": home["lon"], **body, "city": home["id"]}
        made = self._ensure("registry/organisations", body, lambda one: one["name"] == entry["name"])
        for name in (entry["name"], entry.get("short_name")):
            self._organisations[str(name)] = made["id"]

    def _load_partnerships(self, entry: Item) -> None:
        members = [one | {"organisation": self._organisations[one["organisation"]]} for one in entry.get("members", ())]
        city = self._city(entry["city"])
        body = {"city": city, "name": entry["name"], "lead_organisation": self._organisations[entry["lead"]],
                "members": members} | ({"since": entry["since"]} if "since" in entry else {})  # fmt: skip
        self._ensure("registry/partnerships", body, lambda one: (one["city"], one["name"]) == (city, entry["name"]))

    def _load_services(self, entry: Item) -> None:
        city = self._city(entry["city"])
        body = {**entry, "city": city, "organisation": self._organisations[entry["organisation"]]}
        self._ensure("registry/services", body, _same_titled(city, entry, "name"))

    def _load_practices(self, entry: Item) -> None:
        if "title" not in entry:
            self.notes.append(f"{entry['city']}: the file names the city of the practice only; no sheet was made.")
            return
        city = self._city(entry["city"])
        body = {name: value for name, value in entry.items() if name != "publish"} | {"city": city}
        sheet = self._ensure("transfers/practices", body, _same_titled(city, entry))
        if entry["publish"]:
            if sheet["status"] == "draft":
                self._api.make(f"transfers/practices/{sheet['id']}/publish", {})
            self._practices.setdefault(entry["city"], sheet["id"])

    def _load_transfers(self, entry: Item) -> None:
        if "from" not in entry:
            self.notes.append(f"{entry['to']}: the file does not name the practice; no transfer was opened.")
            return
        practice, city = self._practices[entry["from"]], self._city(entry["to"])
        body = {"practice": practice, "city": city, "illustration": entry["illustration"]}
        self._ensure("transfers/transfers", body, lambda one: (one["practice"], one["city"]) == (practice, city))

    def _load_gatherings(self, entry: Item) -> None:
        city = self._city(entry["city"])
        body = {name: value for name, value in entry.items() if name not in ("in_days", "hours")} | {"city": city}
        body |= self._time_of(entry)
        self._ensure("workshops/gatherings", body, _same_titled(city, entry))

    def _time_of(self, entry: Item) -> dict[str, str]:
        """Beginning and end; "in so many days" is at nine in the morning there."""
        if "starts_at" in entry:
            return {}
        zone = ZoneInfo(entry.get("timezone") or self._cities[entry["city"]]["timezone"])
        day = datetime.now(zone) + timedelta(days=entry["in_days"])
        start = day.replace(hour=9, minute=0, second=0, microsecond=0).astimezone(UTC)
        return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=entry["hours"])).isoformat()}

    def _load_plans(self, entry: Item) -> None:
        city = self._city(entry["city"])
        self._ensure("transfers/plans", {**entry, "city": city}, _same_titled(city, entry))

    def _city(self, name: str) -> str:
        return str(self._cities[name]["id"])


def _same_titled(city: str, entry: Item, title: str = "title") -> Callable[[Item], bool]:
    texts = {language: text["text"] for language, text in entry[title].items()}

    def is_same(one: Item) -> bool:
        there = {language: text["text"] for language, text in one[title].items()}
        return bool(one["city"] == city and texts.items() <= there.items())

    return is_same


def name_of(entry: Item) -> str:
    """What to call an entry when speaking of it."""
    called = entry.get("name") or entry.get("title")
    if isinstance(called, Mapping):
        called = (called.get("en") or next(iter(called.values())))["text"]
    return str(called or entry.get("city") or entry.get("to"))
