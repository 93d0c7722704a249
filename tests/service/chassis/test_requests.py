"""The life of one request, on the toy service: what comes in, what goes out, every way it can fail."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from services.chassis.actor import Actor
from services.chassis.store import Reader
from services.chassis.testing import ServiceUnderTest

WRITTEN = "eu.learning-cities.notes.note.written.v1"


def writer(notes: ServiceUnderTest, city: str | None = None):
    return notes.client("notes:read", "notes:write", city=city)


def test_a_note_is_made_shown_and_said(notes: ServiceUnderTest) -> None:
    staff = writer(notes)
    made = staff.post("/notes", {"title": " Kávé ", "when": "2026-03-01T09:00:00+01:00"}, status=201)
    assert made == {"id": made["id"], "title": "Kávé", "stars": 0, "when": "2026-03-01T08:00:00Z", "city": None}
    assert staff.last_response.headers["Location"] == f"/api/v1/notes/notes/{made['id']}"
    assert staff.last_response.headers["ETag"] == '"1"'
    assert staff.get(f"/notes/{made['id']}") == made
    assert notes.published() == [(WRITTEN, made["id"])]


def test_a_refused_note_leaves_nothing(notes: ServiceUnderTest) -> None:
    writer(notes).post("/notes", {"title": "forbidden"}, status=422, key="k1")
    assert notes.published() == []
    assert writer(notes).get("/notes")["items"] == []
    assert notes.database.rows("audit").count_documents({}) == 0
    assert notes.database.rows("idempotency").count_documents({}) == 0


def test_every_wrong_field_is_named_in_the_readers_language(notes: ServiceUnderTest) -> None:
    wrong = {"title": {"$ne": None}, "stars": "5", "owner": "me", "when": "2026-03-01T09:00:00"}
    staff = writer(notes)
    problem = staff.post("/notes", wrong, status=422)
    assert staff.last_response.mimetype == "application/problem+json"
    assert problem["type"] == "/problems/validation-failed"
    assert {error["path"]: error["message"] for error in problem["errors"]} == {
        "title": "This must be a text.",
        "stars": "This must be a whole number.",
        "owner": "There is no such field.",
        "when": "Give date and time with a zone, for example 2026-03-01T09:00:00+01:00.",
    }
    assert problem["trace"] == staff.last_response.headers["Trace-Id"]


def test_a_repeated_key_gets_the_first_answer_and_another_payload_is_refused(notes: ServiceUnderTest) -> None:
    staff = writer(notes)
    first = staff.post("/notes", {"title": "once"}, status=201, key="k1")
    assert staff.post("/notes", {"title": "once"}, status=201, key="k1") == first
    assert staff.last_response.headers["ETag"] == '"1"'
    assert staff.post("/notes", {"title": "twice"}, status=422, key="k1")["type"] == "/problems/key-reused"
    assert notes.published() == [(WRITTEN, first["id"])]


def test_a_dry_run_tells_what_is_wrong_and_does_nothing(notes: ServiceUnderTest) -> None:
    staff, dry = writer(notes), {"Dry-Run": "true"}
    assert staff.post("/notes", {"title": "tried"}, status=204, key="k1", headers=dry) is None
    assert staff.post("/notes", {"title": "forbidden"}, status=422, headers=dry)["errors"]
    assert staff.post("/notes", {"title": "tried"}, status=400, headers={"Dry-Run": "perhaps"})
    assert notes.published() == [] and staff.get("/notes")["items"] == []
    assert notes.database.rows("idempotency").count_documents({}) == 0
    made = staff.post("/notes", {"title": "done"}, status=201, key="k1")
    assert notes.published() == [(WRITTEN, made["id"])]


def test_the_same_key_of_somebody_else_is_another_key(notes: ServiceUnderTest) -> None:
    first = writer(notes).post("/notes", {"title": "mine"}, status=201, key="k1")
    other = writer(notes, city="catania").post("/notes", {"title": "hers", "city": "catania"}, status=201, key="k1")
    assert other["id"] != first["id"]


def test_fifty_equal_posts_at_once_have_one_effect(notes: ServiceUnderTest) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda _n: writer(notes).post("/notes", {"title": "once"}, status=201, key="k"), range(50))
        )
    assert len({answer["id"] for answer in answers}) == 1
    assert len(notes.published()) == 1


def test_fifty_changes_at_once_are_all_counted(notes: ServiceUnderTest) -> None:
    made = writer(notes).post("/notes", {"title": "star"}, status=201)

    def star(_number: int) -> None:
        """As a client does: who is told to come again, for others were there first all the time, comes again."""
        staff, answer = writer(notes), 503
        while answer == 503:
            path = f"{staff._prefix}/notes/{made['id']}/star"
            answer = staff._client.post(path, headers=staff._headers).status_code
        assert answer == 200

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(star, range(50)))
    assert writer(notes).get(f"/notes/{made['id']}")["stars"] == 50


def test_a_change_names_its_version_and_only_the_fields_it_changes(notes: ServiceUnderTest) -> None:
    staff = writer(notes)
    made = staff.post("/notes", {"title": "before", "stars": 3}, status=201)
    staff.patch(f"/notes/{made['id']}", {"title": "after"}, etag=None, status=428)
    changed = staff.patch(f"/notes/{made['id']}", {"title": "after"}, etag='"1"')
    assert (changed["title"], changed["stars"]) == ("after", 3)
    assert staff.last_response.headers["ETag"] == '"2"'
    assert staff.patch(f"/notes/{made['id']}", {"title": "late"}, etag='"1"', status=412)["type"] == "/problems/stale"
    assert staff.get(f"/notes/{made['id']}")["title"] == "after"


def test_what_was_removed_is_gone_and_leaves_a_tombstone(notes: ServiceUnderTest) -> None:
    staff = writer(notes)
    before = notes.clock.now().isoformat()
    made = staff.post("/notes", {"title": "short"}, status=201)
    staff.delete(f"/notes/{made['id']}", etag='"1"')
    staff.get(f"/notes/{made['id']}", status=404)
    assert staff.get("/notes")["items"] == []
    [tombstone] = staff.get("/notes", query_string={"modified_after": before})["items"]
    assert tombstone["id"] == made["id"] and sorted(tombstone) == ["deleted_at", "id"]
    assert "title" not in notes.database.rows("notes").find_one({"_id": made["id"]})


def test_pages_follow_each_other_without_gap_or_repetition(notes: ServiceUnderTest) -> None:
    staff = writer(notes)
    for number in range(7):
        staff.post("/notes", {"title": f"note {number}", "stars": number % 2}, status=201)
    seen, cursor = [], None
    while True:
        page = staff.get("/notes", query_string={"limit": 3, "sort": "-stars", **({"after": cursor} if cursor else {})})
        seen += [(note["stars"], note["title"]) for note in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
        assert f"after={cursor}" in staff.last_response.headers["Link"]
    assert sorted(title for _stars, title in seen) == [f"note {number}" for number in range(7)]
    assert [stars for stars, _title in seen] == [1, 1, 1, 0, 0, 0, 0]
    assert staff.get("/notes", query_string={"after": "junk"}, status=422)["errors"][0]["path"] == "after"
    problem = staff.get("/notes", query_string={"sort": "secret"}, status=422)
    assert (problem["errors"][0]["path"], "saved" in problem["detail"]) == ("sort", False)


def test_a_listed_instant_is_in_utc_for_who_reads_it_and_for_who_works_with_it(notes: ServiceUnderTest) -> None:
    staff = writer(notes)
    for number in range(3):
        made = staff.post("/notes", {"title": f"note {number}", "when": "2026-03-01T09:00:00+01:00"}, status=201)
    assert {one["when"] for one in staff.get("/notes")["items"]} == {"2026-03-01T08:00:00Z"}
    reader = Reader(notes.database, notes.settings, Actor("p", "service"), "en", notes.clock)
    page = reader.page("notes", {"limit": 2}, sort_by=("when",))
    kept = reader.get("notes", made["id"])
    assert [one["when"] for one in page.items] == [kept["when"]] * 2
    rest = reader.page("notes", {"limit": 2, "after": page.next}, sort_by=("when",))
    assert [one["_id"] for one in rest.items] == [made["id"]]


def test_a_list_shows_what_its_shape_names_and_nothing_else(notes: ServiceUnderTest) -> None:
    staff = writer(notes)
    made = [staff.post("/notes", {"title": title}, status=201) for title in ("a", "b")]
    assert [one.keys() for one in staff.get("/notes")["items"]] == [made[0].keys()] * 2
    notes.database.rows("notes").update_one({"_id": made[0]["id"]}, {"$unset": {"stars": 1}})
    assert staff.get("/notes", query_string={"sort": "stars"})["items"] == [{**made[0], "stars": None}, made[1]]
    staff.delete(f"/notes/{made[0]['id']}")
    changed = staff.get("/notes", query_string={"modified_after": "2020-01-01T00:00:00Z"})["items"]
    assert [one.keys() for one in changed] == [made[1].keys(), {"id", "deleted_at"}]


def test_search_folds_accents_and_finds_beginnings_of_words(notes: ServiceUnderTest) -> None:
    staff = writer(notes)
    staff.post("/notes", {"title": "Főváros kávéház"}, status=201)
    staff.post("/notes", {"title": "Other"}, status=201)
    found = staff.get("/notes", query_string={"q": "kave FOV"})["items"]
    assert [note["title"] for note in found] == ["Főváros kávéház"]
    assert staff.get("/notes", query_string={"q": ".*"})["items"] != []  # no word in it: no condition


def test_another_citys_object_does_not_exist(notes: ServiceUnderTest) -> None:
    mine = writer(notes, city="catania").post("/diaries", {"title": "mine", "city": "catania"}, status=201)
    other = writer(notes, city="bologna")
    assert other.get(f"/diaries/{mine['id']}", status=404)["type"] == "/problems/not-found"
    assert other.get("/diaries")["items"] == []
    other.post("/diaries", {"title": "theirs", "city": "catania"}, status=403)


def test_permissions_are_asked_of_everybody(notes: ServiceUnderTest) -> None:
    assert notes.anonymous().get("/notes", status=401)["type"] == "/problems/unauthenticated"
    assert notes.client("registry:read").get("/notes", status=403)["type"] == "/problems/forbidden"
    notes.client("notes:read").post("/notes", {"title": "x"}, status=403)
    assert notes.anonymous("hu").get("/public")["title"] == "hu"
    notes.client("*").get("/internal", status=403)
    assert notes.another_service("registry").get("/internal")["id"] == "registry"
    notes.another_service("registry").get("/notes", status=403)


def test_a_false_passport_is_refused_even_where_everybody_may(notes: ServiceUnderTest) -> None:
    caller = notes.caller(None, Passport="not.a.passport")
    assert caller.get("/public", status=401)["type"] == "/problems/unauthenticated"


def test_bodies_are_limited_and_must_be_json(notes: ServiceUnderTest) -> None:
    staff = writer(notes)
    assert staff.request("POST", "/notes", 413, data=b"x" * (1024 * 1024 + 1))["type"] == "/problems/too-large"
    assert staff.request("POST", "/notes", 415, data=b"a=1", content_type="text/plain")["status"] == 415
    assert staff.request("POST", "/notes", 400, data=b"{", content_type="application/json")["status"] == 400
    deep = b'{"title":' + b"[" * 50 + b"]" * 50 + b"}"
    assert staff.request("POST", "/notes", 400, data=deep, content_type="application/json")["status"] == 400
    assert staff.request("PATCH", "/nowhere", 404)["type"] == "/problems/not-found"
    assert staff.request("DELETE", "/notes", 405)["type"] == "/problems/method-not-allowed"


def test_who_has_the_newest_version_is_told_so(notes: ServiceUnderTest) -> None:
    staff = writer(notes)
    made = staff.post("/notes", {"title": "same"}, status=201)
    staff.get(f"/notes/{made['id']}", status=304, headers={"If-None-Match": '"1"'})


def test_the_trace_goes_on_into_the_event(notes: ServiceUnderTest) -> None:
    parent = "00-" + "ab" * 16 + "-" + "cd" * 8 + "-01"
    staff = writer(notes)
    staff.post("/notes", {"title": "traced"}, status=201, headers={"traceparent": parent})
    assert staff.last_response.headers["Trace-Id"] == "ab" * 16
    assert notes.outbox()[0]["traceparent"][3:35] == "ab" * 16


def test_the_audit_trail_names_who_what_and_which_fields_but_no_values(notes: ServiceUnderTest) -> None:
    staff = writer(notes)
    made = staff.post("/notes", {"title": "private words"}, status=201)
    staff.patch(f"/notes/{made['id']}", {"stars": 2})
    operator = notes.signed_in("operator")
    newest, oldest = operator.get("/audit", query_string={"subject": made["id"]})["items"]
    assert (newest["action"], newest["fields"], newest["version"]) == ("changed", ["stars"], 2)
    assert (oldest["action"], oldest["actor"]) == ("added", "client-None")
    assert "private words" not in str([newest, oldest])


def test_a_stopped_store_gives_503_and_readyz_names_it(notes: ServiceUnderTest, service_under_test) -> None:
    from services.chassis.config import Settings
    from tests.service.chassis import toy

    away = Settings(service="notes", mongo_url="mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200",
                    passport_keys=notes.settings.passport_keys)  # fmt: skip
    app = toy.service.create_app(away).test_client()
    assert app.get("/healthz").status_code == 200
    ready = app.get("/readyz")
    assert ready.status_code == 503 and list(ready.get_json()["dependencies"]) == ["mongodb"]
    notes.app, before = toy.service.create_app(away), notes.app
    problem = writer(notes).get("/notes", status=503)
    notes.app = before
    assert problem["type"] == "/problems/unavailable"
