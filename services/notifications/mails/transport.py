"""How a message leaves: by SMTP, or into a Maildir where no SMTP server is set. Knows nothing of rows and templates."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Final, Protocol, Self
from urllib.parse import SplitResult, unquote, urlsplit

from services.chassis.config import Settings

SECONDS: Final = 15.0


class NotNow(Exception):
    """The mail was not taken, and may be later: 4xx, no connection, or a fault of our own account."""


class Unreachable(NotNow):
    """There is no server to hand anything to: the whole batch waits."""


class Never(Exception):
    """The receiving side refused this mail for good (5xx)."""


class Transport(Protocol):
    """Somewhere that messages go; used as a context manager for one batch."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def send(self, id: str, message: EmailMessage) -> None:
        """Hand `message` over. Raises NotNow or Never."""


def transport(settings: Settings) -> Transport:
    """SMTP where SMTP_URL is set, else the Maildir."""
    return Smtp(settings.smtp_url) if settings.smtp_url else Maildir(settings.mail_dir)


class Maildir:
    """A Maildir; sending the same id again replaces the message, so that a repetition makes no second one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in ("tmp", "new", "cur"):
            (self._folder / part).mkdir(exist_ok=True)
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing to close."""

    def send(self, id: str, message: EmailMessage) -> None:
        """Write the message beside the others, then move it in whole."""
        written = self._folder / "tmp" / id
        try:
            written.write_bytes(message.as_bytes())
            written.replace(self._folder / "new" / id)
        except OSError as error:
            raise Unreachable(str(error)) from error


class Smtp:
    """One connection for a batch, opened at the first mail and again after it broke.

    The URL: `smtp://user:password@host:587` takes TLS when the server offers it and must have it to give a password;
    `smtps://host:465` speaks TLS from the first byte; `?from=` is our own address (composing.py).
    """

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._connection is not None:
            self._connection.close()

    def send(self, id: str, message: EmailMessage) -> None:
        """Send one message. Raises NotNow, Unreachable (also for what only our settings can mend) or Never."""
        try:
            self._connected().send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise _verdict(code)(_text(words)) from error
        except smtplib.SMTPDataError as error:
            raise _verdict(error.smtp_code)(_text(error.smtp_error)) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Never("the server takes plain addresses only") from error
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise Unreachable(f"{type(error).__name__}: {error}") from error

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None or self._connection.sock is None:
            self._connection = _connect(self._parts)
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _connect(parts: SplitResult) -> smtplib.SMTP:
    trust = ssl.create_default_context()
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=trust)
    else:
        connection = smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
        connection.ehlo_or_helo_if_needed()
        if connection.has_extn("starttls"):
            connection.starttls(context=trust)
            connection.ehlo()
    if parts.username:
        _log_in(connection, parts)
    return connection


def _log_in(connection: smtplib.SMTP, parts: SplitResult) -> None:
    """Give our password, but never in the clear."""
    if not isinstance(connection.sock, ssl.SSLSocket):
        raise smtplib.SMTPException("the server offers no TLS, so it does not get our password")
    connection.login(unquote(parts.username or ""), unquote(parts.password or ""))


def _verdict(code: int) -> type[NotNow] | type[Never]:
    return Never if 500 <= code < 600 else NotNow


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
