"""What we call when a stranger gave the address: RELIABILITY faults 13 and 14, security list 12 and 13."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.chassis.client import Answer, Refused, Unanswered, check_address, guarded_post

BODY = b'{"specversion": "1.0"}'
PUBLIC = "93.184.215.14"
OK = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"

Talk = Callable[[socket.socket], None]


def whole_request(connection: socket.socket) -> bytes:
    heard = b""
    while not heard.endswith(BODY) and (more := connection.recv(65536)):
        heard += more
    return heard


class Listener:
    """A real server on loopback that counts who calls and lets `talk` have the connection."""

    def __init__(self, talk: Talk, reads_first: bool) -> None:
        self._reads_first = reads_first
        self.calls = 0
        self.heard = b""
        self._talk = talk
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            with connection:
                try:
                    if self._reads_first:
                        self.heard = whole_request(connection)
                    self._talk(connection)
                except OSError:
                    continue

    def stop(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


@contextmanager
def listening(
    talk: Talk = lambda connection: connection.sendall(OK), *, reads_first: bool = True
) -> Iterator[Listener]:
    listener = Listener(talk, reads_first)
    try:
        yield listener
    finally:
        listener.stop()


@pytest.fixture
def canary() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


def post(url: str, *, allow_private: bool = False, timeout: float = 5.0, **options: Any) -> Answer:
    return guarded_post(
        url,
        BODY,
        {"Content-Type": "application/json"},
        allow_private=allow_private,
        timeout=timeout,
        **options,
    )


FORMS = [
    "https://127.0.0.1:{port}/",
    "https://127.0.0.1.:{port}/",
    "https://127.1:{port}/",
    "https://127.0.1:{port}/",
    "https://2130706433:{port}/",
    "https://0x7f000001:{port}/",
    "https://0x7f.1:{port}/",
    "https://0x7F.0x0.0x0.0x1:{port}/",
    "https://0177.0.0.1:{port}/",
    "https://017700000001:{port}/",
    "https://127.0.0.01:{port}/",
    "https://0.0.0.0:{port}/",
    "https://0:{port}/",
    "https://[::1]:{port}/",
    "https://[::]:{port}/",
    "https://[0:0:0:0:0:0:0:1]:{port}/",
    "https://[::ffff:127.0.0.1]:{port}/",
    "https://[::ffff:7f00:1]:{port}/",
    "https://[::127.0.0.1]:{port}/",
    "https://[::ffff:0:127.0.0.1]:{port}/",
    "https://[64:ff9b::127.0.0.1]:{port}/",
    "https://[64:ff9b:1::7f00:1]:{port}/",
    "https://[2002:7f00:1::]:{port}/",
    "https://[2001:0:7f00:1::]:{port}/",
    "https://[fe80::1%25lo]:{port}/",
    "https://[fec0::1]:{port}/",
    "https://[fd00:ec2::254]:{port}/",
    "https://[ff02::1]:{port}/",
    "https://localhost:{port}/",
    "https://LOCALHOST.:{port}/",
    "https://metadata.google.internal:{port}/",
    "https://gateway:{port}/",
    "https://printer.local:{port}/",
    "https://１２７.０.０.１:{port}/",
    "https://127。0。0。1:{port}/",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{port}/",
    "https://%31%32%37.0.0.1:{port}/",
    "https://city.example@127.0.0.1:{port}/",
    "https://city.example:secret@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}\\@city.example/",
    "https://city.example\\@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}#@city.example/",
    "https://city.example /@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}\t/",
    "https:127.0.0.1:{port}/",
    "https:///127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/",
    "http://city.example:{port}/",
    "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_POST",
    "file:///etc/passwd",
    "https://10.0.0.1:{port}/",
    "https://172.16.0.1:{port}/",
    "https://192.168.1.1:{port}/",
    "https://100.64.0.1:{port}/",
    "https://100.100.100.200:{port}/",
    "https://169.254.169.254/latest/meta-data/",
    "https://168.63.129.16:{port}/",
    "https://192.0.0.192:{port}/",
    "https://192.88.99.1:{port}/",
    "https://198.18.0.1:{port}/",
    "https://203.0.113.7:{port}/",
    "https://224.0.0.1:{port}/",
    "https://240.0.0.1:{port}/",
    "https://255.255.255.255:{port}/",
    "https://city.example:22/",
    "https://city.example:25/",
    "https://city.example:0/",
    "https://city.example:70000/",
    "https://city.example:{port}a/",
    "https://city..example:{port}/",
    "https://city.example:{port}/ü",
    "https://" + "a" * 2000 + ".example/",
]


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_address_reaches_into_our_network(form: str, canary: Listener) -> None:
    url = form.format(port=canary.port)
    resolved_inside = lambda host, port: ["127.0.0.1"]  # noqa: E731
    with pytest.raises(Refused):
        post(url, resolve=resolved_inside)
    with pytest.raises(Refused):
        check_address(url, allow_private=False, resolve=resolved_inside)
    assert canary.calls == 0


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        [PUBLIC, "127.0.0.1"],
        [PUBLIC, "::ffff:10.0.0.1"],
        ["::1"],
        [PUBLIC, "fe80::1%eth0"],
        ["2002:a00:1::"],
    ],
)
def test_one_private_address_among_many_refuses_the_host(answers: list[str], canary: Listener) -> None:
    with pytest.raises(Refused) as refusal:
        post(f"https://city.example:{canary.port}/", resolve=lambda host, port: answers)
    assert refusal.value.reason == "private"
    assert canary.calls == 0


@pytest.mark.parametrize(
    "url",
    ["https://city.example/hook?x=1", "https://münchen.example/", f"https://{PUBLIC}:8443/", "https://[2606:4700::1111]/",
     "https://[64:ff9b::5db8:d70e]/", "https://city.example./", "https://hooks.city.example:10443/"],
)  # fmt: skip
def test_public_addresses_are_accepted(url: str) -> None:
    check_address(url, allow_private=False, resolve=lambda host, port: [PUBLIC])


def test_a_host_that_is_not_known_yet_may_be_registered() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    check_address("https://not-yet.example/", allow_private=False, resolve=nobody)
    with pytest.raises(Unanswered):
        post("https://not-yet.example/", resolve=nobody)


def test_a_host_that_rebinds_after_it_was_checked_is_refused(canary: Listener) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    rebinding = lambda host, port: next(answers)  # noqa: E731
    url = f"https://city.example:{canary.port}/"
    check_address(url, allow_private=False, resolve=rebinding)
    with pytest.raises(Refused):
        post(url, resolve=rebinding)
    assert canary.calls == 0


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


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fe80::1]", "224.0.0.1", "[::]", "[::ffff:169.254.169.254]"]
)
def test_private_addresses_allowed_still_leave_metadata_and_multicast_out(host: str) -> None:
    with pytest.raises(Refused):
        check_address(f"http://{host}/", allow_private=True)


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


@pytest.mark.parametrize(
    "broken", [b"", b"HTTP/1.1 2", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Len"]
)
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
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
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
