"""Fifty people at once: no place is given twice, nobody is lost, the waiting list has no gap."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.workshops.conftest import GROUPS, enrol, person, plan

AT_ONCE = 50


def all_at_once(tasks: list) -> list:  # type: ignore[type-arg]
    """Run the tasks in as many threads, released together; their results in order."""
    gate = threading.Barrier(len(tasks))

    def run(task):  # type: ignore[no-untyped-def]
        gate.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return [future.result() for future in [threads.submit(run, task) for task in tasks]]


def test_fifty_at_once_share_the_places_exactly(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, capacity=12, quotas=dict.fromkeys(GROUPS, 4))
    path = f"/public/gatherings/{made['registration_code']}/registrations"

    def registering(number: int):  # type: ignore[no-untyped-def]
        body = person(number, GROUPS[number % 4])
        caller = workshops.anonymous()

        def task() -> None:
            response = caller._client.post(caller._prefix + path, json=body)
            while response.status_code == 503:  # whoever is told to come again does so, as the Retry-After header asks
                time.sleep(float(response.headers["Retry-After"]) * random.uniform(0.1, 0.3))
                response = caller._client.post(caller._prefix + path, json=body)
            assert response.status_code == 201, response.get_data(as_text=True)

        return task

    all_at_once([registering(number) for number in range(AT_ONCE)])

    people = staff.get(f"/gatherings/{made['id']}/registrations", query_string={"limit": 200})["items"]
    assert len(people) == AT_ONCE
    placed = Counter(one["role_group"] for one in people if one["status"] == "registered")
    waiting = Counter(one["role_group"] for one in people if one["status"] == "waiting")
    assert sum(placed.values()) == 12
    assert max(placed.values()) <= 4
    for group in GROUPS:
        positions = [one["position"] for one in people if one["role_group"] == group and one["status"] == "waiting"]
        assert positions == list(range(1, waiting[group] + 1))
    roster = staff.get(f"/gatherings/{made['id']}/roster")
    assert roster["registered"] == {group: placed[group] for group in GROUPS}
    assert roster["waiting"] == {group: waiting[group] for group in GROUPS}
    accepted = [subject for type, subject in workshops.published() if type.endswith("registration.accepted.v1")]
    assert sorted(accepted) == sorted(one["id"] for one in people)


def test_one_address_at_once_is_registered_once(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, capacity=12)
    path = f"/public/gatherings/{made['registration_code']}/registrations"
    callers = [workshops.anonymous() for _number in range(8)]
    all_at_once([lambda caller=caller: caller.post(path, person(1), status=201) for caller in callers])
    assert staff.get(f"/gatherings/{made['id']}/roster")["total_registered"] == 1


def test_places_cancelled_at_once_are_each_given_on_once(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, capacity=8)
    people = enrol(staff, made, *(person(number) for number in range(14)))
    callers = [workshops.signed_in("lead_staff", city="catania") for _number in range(6)]
    paths = [f"/gatherings/{made['id']}/registrations/{one['id']}/cancel" for one in people[:6]]
    all_at_once([lambda c=c, p=p: c.post(p) for c, p in zip(callers, paths, strict=True)])
    now = staff.get(f"/gatherings/{made['id']}/registrations")["items"]
    assert [one["status"] for one in now] == ["cancelled"] * 6 + ["registered"] * 8
    assert staff.get(f"/gatherings/{made['id']}/roster")["places_left"] == 0


def test_a_place_added_while_somebody_registers_leaves_nobody_waiting_beside_it(
    workshops: ServiceUnderTest, staff: Caller
) -> None:
    made = plan(staff, capacity=4)
    enrol(staff, made, *(person(number) for number in range(4)))
    other = workshops.anonymous()
    path = f"/public/gatherings/{made['registration_code']}/registrations"
    all_at_once([
        lambda: staff.patch(f"/gatherings/{made['id']}", {"capacity": 5}),
        lambda: other.post(path, person(9), status=201),
    ])  # fmt: skip
    roster = staff.get(f"/gatherings/{made['id']}/roster")
    assert (roster["total_registered"], roster["total_waiting"]) == (5, 0)
