"""Name, connection, TLS against real sockets."""

import socket
from pathlib import Path

import pytest

from spxcc.runtime.clock import SystemClock
from spxcc.runtime.doctor import network_probe
from spxcc.runtime.doctor.network_probe import Certificate, certificate_of, connect, proxy_of, resolve, shake
from spxcc.runtime.doctor.tried import Tried
from tests.runtime.doctor.servers import certificate, listening, silent, speaking

CLOCK = SystemClock()


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def test_names_and_addresses() -> None:
    assert await resolve("127.0.0.1", 80, CLOCK) == (("127.0.0.1",), Tried())
    addresses, tried = await resolve("localhost", 80, CLOCK)
    assert "127.0.0.1" in addresses
    assert tried.why == ""


async def test_f62_a_name_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    addresses, tried = await resolve("nowhere.invalid", 80, CLOCK)
    assert (addresses, tried.why, tried.said) == ((), "name", "Name or service not known")


async def test_connections() -> None:
    async with listening(silent) as port:
        address, tried = await connect(("127.0.0.1",), port, CLOCK)
        assert (address, tried.why) == ("127.0.0.1", "")
    address, tried = await connect(("127.0.0.1",), closed_port(), CLOCK)
    assert (address, tried.why, tried.said) == (None, "refused", "connection refused")
    assert (await connect((), 1, CLOCK))[1].why == "unreachable"


async def test_f62_tls_is_judged_as_the_client_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem = certificate(tmp_path, 0)
    async with listening(silent, pem) as port:
        assert (await shake("127.0.0.1", port, "localhost", CLOCK))[1].why == "untrusted"
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        found, tried = await shake("127.0.0.1", port, "localhost", CLOCK)
        assert tried.why == ""
        assert found is not None
        assert (found.subject, found.until_s, found.version) == ("spxcc test", 4_102_444_800.0, "TLSv1.3")
        assert (await shake("127.0.0.1", port, "other.example", CLOCK))[1].why == "host"


async def test_f62_an_expired_certificate_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem = certificate(tmp_path, -29_000)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with listening(silent, pem) as port:
        assert (await shake("127.0.0.1", port, "localhost", CLOCK))[1].why == "expired"


async def test_f62_plain_where_tls_is_expected_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_probe, "TLS_S", 0.2)
    for talk in (silent, speaking(b"HTTP/1.1 400 Bad Request\r\n\r\n"), speaking(b"")):
        async with listening(talk) as port:
            assert (await shake("127.0.0.1", port, "localhost", CLOCK))[1].why == "plain"


def test_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@proxy.example:3128")
    assert proxy_of("wss://h/ws/prices") == "proxy.example:3128"
    assert proxy_of("ws://127.0.0.1:1/ws/prices") is None


def test_a_certificate_without_names_has_none() -> None:
    assert certificate_of({}, "TLSv1.2") == Certificate("nobody", "nobody", 0.0, "TLSv1.2")
