"""The promise of the thread: who had an idea is told, in their language, that it became a measure."""

from services.chassis.testing import ServiceUnderTest
from services.contracts import transfers
from tests.service.notifications.outside import Owners, Post
from tests.service.notifications.samples import add_measure, draft_plan, mails, submit_idea, words


def test_the_author_of_an_idea_is_told_once_that_it_became_a_measure(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know("/contacts/ideas/i1", language="it", link="https://cities.example/it/ideas/i1")
    submit_idea(notifications)
    draft_plan(notifications)
    add_measure(notifications)
    add_measure(notifications, transfers.MeasureChanged, state="in_progress")
    notifications.run_job("send-mails")
    [message] = post.taken
    assert "Evening courses" in str(message["Subject"])
    assert "Corsi serali" in words(message) and "Piano di Catania" in words(message)
    assert message["Content-Language"] == "it"


def test_a_measure_that_arrives_before_its_idea_waits_for_it(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know("/contacts/ideas/i1")
    draft_plan(notifications)
    early = add_measure(notifications)
    assert notifications.inbox_state(early) == "waiting"
    submit_idea(notifications)
    notifications.clock.move(minutes=10)
    notifications.retry()
    notifications.run_job("send-mails")
    assert notifications.inbox_state(early) == "done"
    assert len(post.taken) == 1


def test_an_idea_without_an_author_and_a_measure_of_other_origin_tell_nobody(notifications: ServiceUnderTest) -> None:
    submit_idea(notifications, dataref=None)
    draft_plan(notifications)
    add_measure(notifications)
    add_measure(notifications, transfers.MeasureChanged, origin=None)
    assert mails(notifications) == []


def test_one_click_stops_further_mails_about_an_idea_and_no_others(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    owners.know("/contacts/ideas/i1")
    submit_idea(notifications)
    draft_plan(notifications)
    add_measure(notifications)
    notifications.run_job("send-mails")
    link = str(post.taken[0]["List-Unsubscribe"]).strip("<>")
    assert post.taken[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link.removeprefix("https://cities.example/api/v1/notifications")
    notifications.anonymous().request("POST", path, 204, data={"List-Unsubscribe": "One-Click"})
    add_measure(notifications, subject="m2")
    notifications.run_job("send-mails")
    assert len(post.taken) == 1
    assert sorted(mail["state"] for mail in mails(notifications)) == ["gone", "sent"]


def test_an_unknown_unsubscribe_token_is_not_found(notifications: ServiceUnderTest) -> None:
    notifications.anonymous().post("/public/unsubscribe/nothing", status=404)
