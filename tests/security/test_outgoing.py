"""Where we do not call when a stranger gave the address: RELIABILITY fault 14, security list 12."""

from collections.abc import Iterator

import pytest

from services.chassis.client import Reach, Refused, Unanswered, check_address
from tests.security import addresses
from tests.security.listener import PUBLIC, Listener, listening, post


@pytest.fixture
def canary() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


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


def test_no_fewer_than_two_hundred_forms_are_tried() -> None:
    assert len({*FORMS, *addresses.FORMS}) >= 200


@pytest.mark.parametrize("address", addresses.INSIDE)
def test_no_way_to_write_an_address_reaches_into_our_network(address: str, canary: Listener) -> None:
    for host in addresses.written(address):
        url = f"https://{host}:{canary.port}/"
        for inside in (lambda host, port: ["127.0.0.1"], lambda host, port: [PUBLIC, "127.0.0.1"]):
            with pytest.raises(Refused):
                post(url, resolve=inside)
            with pytest.raises(Refused):
                check_address(url, reach=Reach.PUBLIC, resolve=inside)
    assert canary.calls == 0


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_address_reaches_into_our_network(form: str, canary: Listener) -> None:
    url = form.format(port=canary.port)
    resolved_inside = lambda host, port: ["127.0.0.1"]  # noqa: E731
    with pytest.raises(Refused):
        post(url, resolve=resolved_inside)
    with pytest.raises(Refused):
        check_address(url, reach=Reach.PUBLIC, resolve=resolved_inside)
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
    check_address(url, reach=Reach.PUBLIC, resolve=lambda host, port: [PUBLIC])


def test_a_host_that_is_not_known_yet_may_be_registered() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    check_address("https://not-yet.example/", reach=Reach.PUBLIC, resolve=nobody)
    with pytest.raises(Unanswered):
        post("https://not-yet.example/", resolve=nobody)


def test_a_host_that_rebinds_after_it_was_checked_is_refused(canary: Listener) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    rebinding = lambda host, port: next(answers)  # noqa: E731
    url = f"https://city.example:{canary.port}/"
    check_address(url, reach=Reach.PUBLIC, resolve=rebinding)
    with pytest.raises(Refused):
        post(url, resolve=rebinding)
    assert canary.calls == 0


@pytest.mark.parametrize("host", ["169.254.169.254", "[fe80::1]", "224.0.0.1", "[::]", "[::ffff:169.254.169.254]"])
def test_private_addresses_allowed_still_leave_metadata_and_multicast_out(host: str) -> None:
    with pytest.raises(Refused):
        check_address(f"http://{host}/", reach=Reach.PRIVATE)


@pytest.mark.parametrize("host", ["10.0.0.1", "192.168.1.1", "172.16.0.1", "[fd00::1]", "100.64.0.1"])
def test_a_demonstration_reaches_itself_and_no_neighbour(host: str) -> None:
    check_address("http://127.0.0.1:9/hook", reach=Reach.LOOPBACK)
    with pytest.raises(Refused):
        check_address(f"http://{host}/", reach=Reach.LOOPBACK)
