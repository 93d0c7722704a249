"""Random sequences of the registry's commands, by two people and against the real store: every invariant holds.

Each step may be refused (404, 409, 410, 412, 422); what is refused leaves nothing behind. After each sequence the
store is held against itself: versions, audit trail, history, events, search words, references.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from services.chassis.store.audit import READ
from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.organisations.commands import searchable_organisation
from tests.examples import SOAK, examples
from tests.service.registry.test_stakeholders import SCORE

WHICH = st.integers(0, 5)
WORD = st.sampled_from(["Astra", "Casa Aperta", "Zentrum", "Études", "Ősz", "Ponte"])
DAY = st.sampled_from(["2025-03-01", "2025-06-30", "2026-01-15"])
TOLD = {"organisations", "people", "partnerships", "services", "tables"}
"""What tells each of its versions by an event."""
PERSONAL = {"people", "stakeholders"}
NAMING = {
    "people": lambda one: [role["organisation"] for role in one["roles"]],
    "partnerships": lambda one: [one["lead_organisation"], *(member["organisation"] for member in one["members"])],
    "services": lambda one: [one["organisation"]],
    "stakeholders": lambda one: [one["organisation"]] if one["organisation"] else [],
    "tables": lambda one: [*one["members"], *([one["chair"]] if one["chair"] else [])],
    "meetings": lambda one: one["present"],
    "decisions": lambda one: [one["responsible"]] if one["responsible"] else [],
}


class Register(RuleBasedStateMachine):
    """Two people who work on the same register."""

    def __init__(self, registry: ServiceUnderTest) -> None:
        super().__init__()
        self.store = registry.database
        self.one = registry.signed_in("lead_staff", city="catania")
        self.other = registry.signed_in("coordinator")
        self.made: dict[str, list[str]] = defaultdict(list)
        self.began: dict[str, dict[str, Any]] = {}
        self.seen: dict[str, str] = {}
        self.begin = str(max((row["_id"] for row in self.store.rows("audit").find({}, {"_id": 1})), default=""))

    # Asking

    def asks(
        self, method: str, path: str, body: Any = None, etag: str | None = None, caller: Caller | None = None
    ) -> Any:
        """Ask; the answer, or None where a rule refuses it, which leaves nothing behind."""
        caller = caller or self.one
        before = self.store.rows("audit").count_documents({})
        headers = {**caller._headers, **({"If-Match": etag} if etag else {})}
        answer = caller._client.open(caller._prefix + path, method=method, headers=headers, json=body)
        if answer.status_code >= 300:  # 308 leads to what something was merged into
            assert answer.status_code in (308, 404, 409, 410, 412, 422), answer.text
            assert self.store.rows("audit").count_documents({}) == before
            return None
        found = answer.get_json(silent=True) or {}
        if method == "GET" and "ETag" in answer.headers:
            found["etag"] = answer.headers["ETag"]
        return found

    def make(self, name: str, path: str, body: dict[str, Any]) -> None:
        """Make something, and keep what it began with."""
        found = self.asks("POST", path, {key: value for key, value in body.items() if value is not None})
        if found:
            self.made[name].append(f"{path}/{found['id']}")
            self.began[found["id"]] = found

    def any_of(self, name: str, which: int) -> str:
        """The address of something that was made; one that never was where there is none."""
        made = self.made[name]
        return made[which % len(made)] if made else f"/{name}/none"

    def id_of(self, name: str, which: int) -> str:
        """Its id."""
        return self.any_of(name, which).rsplit("/", 1)[-1]

    def change(self, name: str, which: int, body: dict[str, Any]) -> None:
        """Change it as somebody who has just looked: what was asked is there then."""
        path = self.any_of(name, which)
        found = self.asks("GET", path)
        if found and "etag" in found and (changed := self.asks("PATCH", path, body, etag=found["etag"])):
            assert {key: changed[key] for key in body} == body

    # Organisations

    @initialize(names=st.lists(WORD, min_size=3, max_size=3))
    def begins(self, names: list[str]) -> None:
        for name in names:
            self.register(name)

    @rule(name=WORD)
    def register(self, name: str) -> None:
        self.make("organisations", "/organisations", {"name": name, "kind": "ngo", "country": "IT"})

    @rule(which=WHICH, name=WORD, seat=st.none() | WORD)
    def change_organisation(self, which: int, name: str, seat: str | None) -> None:
        self.change("organisations", which, {"name": name, "seat": seat})

    @rule(which=WHICH)
    def look(self, which: int) -> None:
        """The other one opens a sheet, to change it some time later."""
        path = self.any_of("organisations", which)
        if found := self.asks("GET", path, caller=self.other):
            self.seen[path] = found["etag"]

    @rule(which=WHICH, name=WORD)
    def change_what_was_seen(self, which: int, name: str) -> None:
        """The other one saves: it is done if nobody did so in between, and refused if somebody did."""
        path = self.any_of("organisations", which)
        if path not in self.seen:
            return
        before = self.store.rows("organisations").find_one({"_id": path.rsplit("/", 1)[-1]})
        fresh = before["deleted_at"] is None if "deleted_at" in before else f'"{before["version"]}"' == self.seen[path]
        done = self.asks("PATCH", path, {"name": name}, etag=self.seen.pop(path), caller=self.other)
        assert (done is not None) == fresh
        assert done is None or done["name"] == name

    @rule(which=WHICH)
    def remove_organisation(self, which: int) -> None:
        self.asks("DELETE", self.any_of("organisations", which), etag="*")

    @rule(survivor=WHICH, merged=WHICH)
    def merge(self, survivor: int, merged: int) -> None:
        ids = [self.id_of("organisations", which) for which in (survivor, merged)]
        pair = self.asks("POST", "/duplicates", {"organisations": ids})
        sheets = [self.asks("GET", f"/organisations/{id}") for id in ids] if pair else []
        if pair and all(sheet and "version" in sheet for sheet in sheets):
            self.made["duplicates"].append(f"/duplicates/{pair['id']}")
            versions = {"survivor_version": sheets[0]["version"], "merged_version": sheets[1]["version"]}
            self.asks("POST", f"/duplicates/{pair['id']}/merge", {"survivor": ids[0], **versions})

    @rule(which=WHICH)
    def undo_merge(self, which: int) -> None:
        self.asks("POST", f"{self.any_of('duplicates', which)}/undo")

    # People, stakeholders, services

    @rule(which=WHICH, name=WORD)
    def note_person(self, which: int, name: str) -> None:
        roles = [{"organisation": self.id_of("organisations", which), "role": "expert"}]
        self.make("people", "/people", {"given_name": name, "family_name": "Neri", "roles": roles})

    @rule(which=WHICH, name=WORD)
    def change_person(self, which: int, name: str) -> None:
        self.change("people", which, {"given_name": name, "roles": []})

    @rule(which=WHICH)
    def erase_person(self, which: int) -> None:
        self.asks("DELETE", self.any_of("people", which), etag="*")

    @rule(which=WHICH, name=WORD)
    def note_stakeholder(self, which: int, name: str) -> None:
        body = {**SCORE, "name": name, "organisation": self.id_of("organisations", which), "role_group": "experts"}
        self.make("stakeholders", "/stakeholders", body)

    @rule(which=WHICH, power=st.integers(1, 5), remove=st.booleans())
    def judge_or_remove(self, which: int, power: int, remove: bool) -> None:
        path = self.any_of("stakeholders", which)
        if remove:
            self.asks("DELETE", path, etag="*")
        else:
            self.asks("POST", f"{path}/scores", {**SCORE, "power": power})

    @rule(which=WHICH, name=WORD)
    def list_service(self, which: int, name: str) -> None:
        body = {"organisation": self.id_of("organisations", which), "name": {"it": name}}
        self.make("services", "/services", body)

    @rule(which=WHICH, step=st.sampled_from(["confirm", "change", "remove"]), name=WORD)
    def go_on_with_service(self, which: int, step: str, name: str) -> None:
        path = self.any_of("services", which)
        if step == "confirm":
            self.asks("POST", f"{path}/confirm")
        elif step == "remove":
            self.asks("DELETE", path, etag="*")
        else:
            self.asks("PATCH", path, {"name": {"it": name}}, etag="*")

    # Partnerships

    @rule(lead=WHICH, member=WHICH, day=DAY)
    def form(self, lead: int, member: int, day: str) -> None:
        members = [{"organisation": self.id_of("organisations", member), "role": "core"}]
        body = {
            "name": "Pact",
            "lead_organisation": self.id_of("organisations", lead),
            "since": day,
            "members": members,
        }
        self.make("partnerships", "/partnerships", body)

    @rule(which=WHICH, organisation=WHICH, step=st.sampled_from(["join", "leave", "lead", "end"]), day=st.none() | DAY)
    def go_on_with_partnership(self, which: int, organisation: int, step: str, day: str | None) -> None:
        path, id = self.any_of("partnerships", which), self.id_of("organisations", organisation)
        if step == "join":
            self.asks("POST", f"{path}/members", {"organisation": id, "role": "associate", "since": day})
        elif step == "leave":
            self.asks("POST", f"{path}/members/{id}/end", {"until": day})
        elif step == "lead":
            self.asks("PATCH", path, {"lead_organisation": id}, etag="*")
        elif day:  # an end is for good, so not too often
            self.asks("POST", f"{path}/end", {"until": day})

    @rule(which=WHICH, member=WHICH, name=WORD)
    def open_table(self, which: int, member: int, name: str) -> None:
        id = self.id_of("organisations", member)
        self.make(
            "tables", f"{self.any_of('partnerships', which)}/tables", {"name": name, "members": [id], "chair": id}
        )

    @rule(which=WHICH, present=st.lists(WHICH, max_size=3), decide=st.booleans(), name=WORD)
    def meet(self, which: int, present: list[int], decide: bool, name: str) -> None:
        here = self.any_of("partnerships", which)
        self.make("meetings", f"{here}/meetings", {"title": name, "day": "2026-02-01"})
        meeting = self.any_of("meetings", len(self.made["meetings"]) - 1)
        self.asks("POST", f"{meeting}/attendance", {"present": [self.id_of("organisations", one) for one in present]})
        taken = {"meeting": meeting.rsplit("/", 1)[-1], "title": name, "method": "consensus"}
        if decide:
            self.make("decisions", f"{here}/decisions", taken)

    @rule(which=WHICH, organisation=WHICH, step=st.sampled_from(["change", "close", "publish", "withdraw"]))
    def go_on_with_decision(self, which: int, organisation: int, step: str) -> None:
        path = self.any_of("decisions", which)
        if step == "change":
            body = {"responsible": self.id_of("organisations", organisation), "due_on": "2030-01-01"}
            self.asks("PATCH", path, body, etag="*")
        else:
            self.asks("POST", f"{path}/{step}", {"status": "done"} if step == "close" else None)

    # What holds

    @invariant()
    def a_list_shows_what_is_there_now(self) -> None:
        """Whatever it has shown before."""
        for row in self.asks("GET", "/organisations?limit=5&sort=-updated_at")["items"]:
            kept = self.store.rows("organisations").find_one({"_id": row["id"]}, ["version", "name", "seat"])
            assert kept == {"_id": row["id"], **{field: row[field] for field in ("version", "name", "seat")}}

    def teardown(self) -> None:
        """Hold all that was made against itself."""
        for name in self.made:
            for path in self.made[name]:
                document = self.store.rows(name).find_one({"_id": path.rsplit("/", 1)[-1]})
                entries = self._trail_is_whole(name, document)
                self._history_replays(name, path, document, entries)
                self._events_tell_each_version(name, document, entries)
                if document.get("deleted_at") is None:
                    self._words_are_those_of_the_name(name, document)
                    self._references_lead_somewhere(name, document)

    def _trail_is_whole(self, name: str, document: dict[str, Any]) -> list[dict[str, Any]]:
        about = {"collection": name, "subject": document["_id"], "action": {"$ne": READ}}
        entries = list(self.store.rows("audit").find(about, sort=[("_id", 1)]))
        assert [entry["version"] for entry in entries] == list(range(1, document["version"] + 1)), name
        return entries

    def _history_replays(self, name: str, path: str, document: dict[str, Any], entries: list[dict[str, Any]]) -> None:
        """From what it began with, each change leads to the next; the last one to what is there now."""
        kept = set(self.store.declared[name].history)
        gone = document.get("deleted_at") is not None
        state = {key: value for key, value in self.began.get(document["_id"], {}).items() if key in kept}
        for entry in entries[1:]:
            row = self.store.rows("history").find_one({"_id": f"{name}/{document['_id']}/{entry['version']}"})
            changes = {one["field"]: one for one in row["changes"]} if row else {}
            if gone and name in PERSONAL:
                assert row is None
                continue
            if entry["action"] == "changed":
                assert set(changes) == kept & set(entry["fields"]), name
            for field, one in changes.items():
                assert field not in state or state[field] == one["before"], (name, field)
                state[field] = one["after"]
            if entry["action"] == "added":  # again, after its end
                state = {}
        if not gone and name != "duplicates":
            shown = self.asks("GET", path)
            assert {field: shown[field] for field in state} == state, name
        told = self.asks("GET", f"{path}/history?limit=200")
        assert [one["version"] for one in told["items"]][-1] == 1

    def _events_tell_each_version(self, name: str, document: dict[str, Any], entries: list[dict[str, Any]]) -> None:
        said = {row["subjectversion"] for row in self.store.rows("outbox").find({"subject": document["_id"]})}
        assert said <= {entry["version"] for entry in entries}
        if name in TOLD:
            assert said == {entry["version"] for entry in entries}, name

    def _words_are_those_of_the_name(self, name: str, document: dict[str, Any]) -> None:
        if name == "organisations":
            again = searchable_organisation(dict(document))
            assert {key: again[key] for key in ("words", "match_keys", "name_folded")} == {
                key: document[key] for key in ("words", "match_keys", "name_folded")
            }

    def _references_lead_somewhere(self, name: str, document: dict[str, Any]) -> None:
        named = set(NAMING[name](document)) if name in NAMING else set()
        assert self.store.rows("organisations").count_documents({"_id": {"$in": [*named]}}) == len(named), name


def test_random_commands_of_two_people_keep_every_invariant(registry: ServiceUnderTest) -> None:
    steps = 60 if SOAK else 16
    run_state_machine_as_test(lambda: Register(registry), settings=examples(12, stateful_step_count=steps))


def test_of_two_who_save_in_the_same_moment_one_is_told(registry: ServiceUnderTest, register: Any) -> None:
    path = f"/organisations/{register('Astra')['id']}"
    people = [registry.signed_in(role) for role in ("coordinator", "lead_staff")]

    def save(caller: Caller, etag: str, seat: str) -> int:
        headers = {**caller._headers, "If-Match": etag}
        return caller._client.patch(caller._prefix + path, headers=headers, json={"seat": seat}).status_code

    with ThreadPoolExecutor(2) as pool:
        for number in range(10):
            etag = f'"{number + 1}"'
            saved = pool.map(save, people, [etag, etag], [f"Mine {number}", f"Theirs {number}"])
            assert sorted(saved) == [200, 412]
    seats = [one["changes"][0]["after"] for one in people[0].get(f"{path}/history")["items"][:-1]]
    assert [seat.split()[1] for seat in seats] == [str(number) for number in reversed(range(10))]
