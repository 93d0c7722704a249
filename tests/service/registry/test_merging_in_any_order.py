"""Whatever is merged, undone, edited and named in whatever order: nothing is lost, and no id leads nowhere."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.chassis.testing import Caller, ServiceUnderTest

HOW_MANY = 4
PLACE = st.integers(0, HOW_MANY - 1)
STEP = st.one_of(
    st.tuples(st.just("merge"), PLACE, PLACE, st.booleans()),
    st.tuples(st.just("undo"), st.integers(0, 9)),
    st.tuples(st.just("edit"), PLACE),
    st.tuples(st.just("name"), PLACE),
)


class World:
    """Some organisations, a person with a role in each, and what should be so after each step."""

    def __init__(self, staff: Caller, database: Any) -> None:
        self.staff, self.organisations, self.people = staff, database.rows("organisations"), database.rows("people")
        self.ids = [self._made("/organisations", name=f"No {n}", kind="ngo", country="IT") for n in range(HOW_MANY)]
        self.into: dict[str, str] = {}
        self.merges: list[tuple[str, str, str]] = []
        self.roles: dict[str, str] = {}
        self.short: dict[str, str | None] = dict.fromkeys(self.ids)
        self.before: dict[str, dict[str, str | None]] = {}
        self.named_before: dict[str, list[str]] = {}
        self.counted = 0
        for place in range(HOW_MANY):
            self.name(place)

    def _made(self, path: str, **body: Any) -> str:
        return str(self.staff.post(path, body, status=201)["id"])

    def name(self, place: int) -> None:
        """Somebody new gets a role in an organisation, if that is still itself."""
        id = self.ids[place]
        body = {"given_name": "A", "family_name": "B", "roles": [{"organisation": id, "role": "expert"}]}
        if id in self.into:
            self.staff.post("/people", body, status=422)
        else:
            self.roles[self._made("/people", **body)] = id

    def edit(self, place: int) -> None:
        """An organisation gets another short name, if it is still itself."""
        self.counted += 1
        id, short = self.ids[place], f"edit {self.counted}"
        self.staff.patch(f"/organisations/{id}", {"short_name": short}, status=404 if id in self.into else 200)
        if id not in self.into:
            self.short[id] = short

    def merge(self, survivor_place: int, merged_place: int, take: bool) -> None:
        """One goes into the other, perhaps with its short name."""
        survivor, merged = self.ids[survivor_place], self.ids[merged_place]
        if survivor == merged or {survivor, merged} & self.into.keys():
            return
        pair = self._made("/duplicates", organisations=[survivor, merged])
        taken = take and self.short[merged] not in (None, self.short[survivor])
        versions = [self.staff.get(f"/organisations/{id}")["version"] for id in (survivor, merged)]
        body = {"survivor": survivor, "survivor_version": versions[0], "merged_version": versions[1]}
        self.staff.post(f"/duplicates/{pair}/merge", {**body, "take": ["short_name"] if taken else []})
        self.into[merged] = survivor
        self.merges.append((pair, survivor, merged))
        self.before[pair] = {"was": self.short[survivor], "took": self.short[merged] if taken else None}
        if taken:
            self.short[survivor] = self.short[merged]
        self.named_before[pair] = self._named(merged)
        for person in self._named(merged):
            self.roles[person] = survivor

    def _named(self, id: str) -> list[str]:
        return [person for person, organisation in self.roles.items() if organisation == id]

    def undo(self, which: int) -> None:
        """A merge is taken back, if no later one stands on it."""
        if not self.merges:
            return
        chosen = self.merges[which % len(self.merges)]
        pair, survivor, merged = chosen
        standing = [one for one in self.merges[self.merges.index(chosen) + 1 :] if survivor in one[1:]]
        self.staff.post(f"/duplicates/{pair}/undo", status=409 if standing else 200)
        if standing:
            return
        self.merges.remove(chosen)
        del self.into[merged]
        took = self.before[pair]["took"]
        if took is not None and self.short[survivor] == took:
            self.short[survivor] = self.before[pair]["was"]
        for person in self.named_before[pair]:
            self.roles[person] = merged

    def check(self) -> None:
        """The store is as the world is."""
        kept = {one["_id"]: one for one in self.organisations.find({"_id": {"$in": self.ids}})}
        for id in self.ids:
            assert kept[id].get("merged_into") == self.into.get(id)
            if id not in self.into:
                assert kept[id]["short_name"] == self.short[id]
        named = {
            one["_id"]: one["roles"][0]["organisation"] for one in self.people.find({"_id": {"$in": [*self.roles]}})
        }
        assert named == self.roles


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, min_size=4, max_size=12))
def test_random_merges_undos_and_edits_lose_nothing(
    registry: ServiceUnderTest, staff: Caller, steps: list[tuple[Any, ...]]
) -> None:
    world = World(staff, registry.database)
    for name, *arguments in steps:
        getattr(world, name)(*arguments)
        world.check()
    while world.merges:
        world.undo(len(world.merges) - 1)
        world.check()
    assert world.into == {}
