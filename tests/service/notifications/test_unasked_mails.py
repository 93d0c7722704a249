"""What strangers can have sent to an address of somebody else: a few mails an hour, and no trace of the address."""

from services.chassis.testing import ServiceUnderTest
from services.contracts import support, workshops
from services.notifications.mails.model import UNASKED_A_DAY, UNASKED_AN_HOUR
from tests.service.notifications.outside import Owners, Post
from tests.service.notifications.samples import FACTS, mails

TICKET = {"category": "method", "language": "en", "state": "new", "practice": None, "asked_from": None, "answers": 0}
STRANGER = "anonymous"


def register(
    notifications: ServiceUnderTest, owners: Owners, count: int, *, email: str = "victim@example.org",
    actor: str = STRANGER, begin: int = 0,
) -> None:  # fmt: skip
    """Somebody registers this address so many times."""
    for number in range(begin, begin + count):
        dataref = owners.know(f"/contacts/registrations/{actor}{number}", email=email)
        notifications.hears(
            workshops.RegistrationAccepted, subject=f"r{number}", data=FACTS, city="catania", dataref=dataref,
            actor=actor,
        )  # fmt: skip


def arrived(post: Post) -> list[str]:
    return [str(message["To"].addresses[0].addr_spec) for message in post.taken]


def test_strangers_cause_a_few_mails_an_hour_to_one_address(
    notifications: ServiceUnderTest, post: Post, owners: Owners
) -> None:
    register(notifications, owners, UNASKED_AN_HOUR - 1)
    dataref = owners.know("/contacts/tickets/t1", email="VICTIM+shop@example.org")
    for _time in range(4):
        notifications.hears(
            support.TicketOpened, subject="t1", data=TICKET, city="catania", dataref=dataref, actor=STRANGER
        )
    register(notifications, owners, 1, email="another@example.org", begin=50)
    notifications.run_job("send-mails")
    assert sorted(arrived(post)) == sorted(
        ["victim@example.org"] * (UNASKED_AN_HOUR - 1) + ["VICTIM+shop@example.org", "another@example.org"]
    )
    assert [mail["state"] for mail in mails(notifications)].count("queued") == 3


def test_the_others_wait_until_the_hour_is_over(notifications: ServiceUnderTest, post: Post, owners: Owners) -> None:
    register(notifications, owners, UNASKED_AN_HOUR + 2)
    notifications.run_job("send-mails")
    for _time in range(5):
        notifications.clock.move(minutes=10)
        notifications.run_job("send-mails")
    assert len(post.taken) == UNASKED_AN_HOUR
    notifications.clock.move(minutes=90)
    notifications.run_job("send-mails")
    assert len(post.taken) == UNASKED_AN_HOUR + 2
    assert {mail["state"] for mail in mails(notifications)} == {"sent"}


def test_what_is_too_much_for_a_day_is_never_sent(notifications: ServiceUnderTest, post: Post, owners: Owners) -> None:
    register(notifications, owners, UNASKED_A_DAY + 5)
    for _hour in range(48):
        notifications.run_job("send-mails")
        notifications.clock.move(minutes=61)
    assert len(post.taken) == UNASKED_A_DAY
    assert [mail["state"] for mail in mails(notifications)].count("withheld") == 5
    notifications.clock.move(hours=24)
    register(notifications, owners, 1, begin=60)
    notifications.run_job("send-mails")
    assert len(post.taken) == UNASKED_A_DAY + 1


def test_what_staff_cause_is_not_counted(notifications: ServiceUnderTest, post: Post, owners: Owners) -> None:
    register(notifications, owners, UNASKED_AN_HOUR * 2, actor="0193-somebody-of-the-staff")
    register(notifications, owners, UNASKED_AN_HOUR, begin=30)
    notifications.run_job("send-mails")
    assert len(post.taken) == UNASKED_AN_HOUR * 3


def test_the_address_is_not_kept(notifications: ServiceUnderTest, post: Post, owners: Owners) -> None:
    register(notifications, owners, UNASKED_AN_HOUR + 1)
    notifications.run_job("send-mails")
    rows = notifications.database.rows("unasked_mails")
    assert rows.count_documents({}) == UNASKED_AN_HOUR and len(rows.distinct("recipient")) == 1
    everything = [list(notifications.database.rows(name).find()) for name in notifications.database.declared]
    assert "victim" not in str(everything)
    expires = [one.get("expireAfterSeconds") for one in rows.list_indexes()]
    assert 24 * 3600 in expires
