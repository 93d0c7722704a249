"""The way to the mail server: TLS where it is offered, certificates checked, our password never in the clear."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.chassis.testing import ServiceUnderTest
from tests.certificates import certificate
from tests.service.notifications.outside import Owners, Post
from tests.service.notifications.samples import REGISTRATION, mails, register


@pytest.fixture
def trusted(tmp_path: Path) -> Path:
    """Where the certificate of the mail server lies."""
    return tmp_path / "trusted.pem"


@pytest.fixture
def secure_post(tmp_path: Path) -> Iterator[Post]:
    """A mail server that offers STARTTLS."""
    post = Post(certificate("localhost", tmp_path)[0])
    yield post
    post.stop()


@pytest.fixture(autouse=True)
def somebody(owners: Owners) -> None:
    """Somebody to write to."""
    owners.know(REGISTRATION)


def test_tls_is_taken_where_the_server_offers_it(
    start: Callable[..., ServiceUnderTest], secure_post: Post, trusted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    notifications = start(smtp_url=secure_post.url)
    register(notifications)
    notifications.run_job("send-mails")
    assert secure_post.over_tls == [True]


def test_a_server_whose_certificate_we_do_not_trust_gets_nothing(
    start: Callable[..., ServiceUnderTest], secure_post: Post
) -> None:
    notifications = start(smtp_url=secure_post.url)
    register(notifications)
    notifications.run_job("send-mails")
    assert secure_post.taken == []
    assert [mail["state"] for mail in mails(notifications)] == ["queued"]


def test_our_password_is_not_given_without_tls(start: Callable[..., ServiceUnderTest], post: Post) -> None:
    notifications = start(smtp_url=f"smtp://user:secret@{post.place}")
    register(notifications)
    notifications.run_job("send-mails")
    assert post.taken == []
    assert [mail["state"] for mail in mails(notifications)] == ["queued"]
