"""What we make of answers when a stranger gave the address: RELIABILITY fault 13, security list 13 and 14."""

import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.chassis.client import Unanswered
from tests.security.listener import OK, Listener, listening, post, whole_request


@pytest.fixture
def canary() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


def test_the_connection_goes_to_the_checked_address_and_the_resolver_is_asked_once(canary: Listener) -> None:
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["127.0.0.1"]

    answer = post(f"http://city.example:{canary.port}/hook?x=1", allow_private=True, resolve=resolve)
    assert answer.status == 204
    assert asked == [("city.example", canary.port)]
    assert canary.heard.startswith(b"POST /hook?x=1 HTTP/1.1\r\n")
    assert f"Host: city.example:{canary.port}\r\n".encode() in canary.heard


def test_a_redirect_is_an_answer_and_is_not_followed(canary: Listener) -> None:
    there = f"http://127.0.0.1:{canary.port}/"
    moved = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n"
    with listening(lambda connection: connection.sendall(moved.encode())) as server:
        answer = post(f"http://127.0.0.1:{server.port}/", allow_private=True)
    assert (answer.status, canary.calls) == (307, 0)


def test_a_tarpit_is_left_at_the_deadline() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            connection.sendall(b"a")
            time.sleep(0.05)  # the fault itself, not a wait of the test

    with listening(drip) as server:
        began = time.monotonic()
        with pytest.raises(Unanswered):
            post(f"http://127.0.0.1:{server.port}/", allow_private=True, timeout=0.6)
    assert time.monotonic() - began < 2


def test_of_a_huge_answer_only_the_beginning_is_read() -> None:
    sent = []

    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
        while True:
            sent.append(connection.send(b"x" * 65536))

    with listening(flood) as server:
        answer = post(f"http://127.0.0.1:{server.port}/", allow_private=True)
    assert answer.first_bytes == b"x" * 1024
    assert sum(sent) < 50_000_000


@pytest.mark.parametrize("broken", [b"", b"HTTP/1.1 2", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Len"])
def test_an_answer_that_is_not_http_is_no_answer(broken: bytes) -> None:
    with (
        listening(lambda connection: connection.sendall(broken)) as server,
        pytest.raises(Unanswered),
    ):
        post(f"http://127.0.0.1:{server.port}/", allow_private=True)


def certificate(name: str, folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate for `name`, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = signed.public_bytes(serialization.Encoding.PEM)
    both = folder / "both.pem"
    both.write_bytes(
        pem
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(both)
    return server, ssl.create_default_context(cadata=pem.decode())


@pytest.mark.parametrize(("named", "status"), [("city.example", 204), ("other.example", None)])
def test_the_certificate_must_name_the_host_although_the_address_is_pinned(
    named: str, status: int | None, tmp_path: Path
) -> None:
    serving, trusting = certificate(named, tmp_path)

    def over_tls(connection: socket.socket) -> None:
        with serving.wrap_socket(connection, server_side=True) as secured:
            whole_request(secured)
            secured.sendall(OK)

    with listening(over_tls, reads_first=False) as server:
        call = lambda: post(  # noqa: E731
            f"https://city.example:{server.port}/", allow_private=True, tls=trusting,
            resolve=lambda host, port: ["127.0.0.1"],
        )  # fmt: skip
        if status:
            assert call().status == status
        else:
            with pytest.raises(Unanswered, match="CERTIFICATE_VERIFY_FAILED"):
                call()
