"""What a server's answers mean, in tables."""

from typing import Any

import pytest

from spxcc.protocol.messages import AuthInfo, Hello, WireLimits
from spxcc.runtime.doctor.check import Check
from spxcc.runtime.doctor.http_probe import HttpFound
from spxcc.runtime.doctor.network_probe import Certificate
from spxcc.runtime.doctor.server_checks import NAMES, nobody_checks, server_checks
from spxcc.runtime.doctor.server_probe import ServerFound
from spxcc.runtime.doctor.socket_probe import SocketFound
from spxcc.runtime.doctor.target import target_of
from spxcc.runtime.doctor.tried import Tried, Why

NOW = 1_750_000_000.0
LIMITS = WireLimits(64, 64, 16_384, 20)
TLS_OK = Certificate("h", "R3", NOW + 90 * 86_400, "TLSv1.3")


def hello(expires_at: float | None = None, **more: Any) -> Hello:
    given = {"session": "s", "server": "spxcc/1.0", "epoch": "e", "mode": "live", "user": "alice", "tier": "pro"}
    return Hello(**{**given, **more}, heartbeat_ms=15_000, limits=LIMITS, auth=AuthInfo(expires_at))


def server(url: str = "wss://h", **parts: Any) -> dict[str, Check]:
    """Checks by name of a server where everything else is good."""
    socket = parts.pop("socket", SocketFound(5.0, hello=hello(), pings_ms=[1.0, 2.0, 9.0]))
    given: dict[str, Any] = {
        "addresses": ("10.0.0.1",), "dns": Tried(3.0), "tcp": Tried(2.0), "tls": Tried(9.0), "certificate": TLS_OK,
        "health": HttpFound(200, 4.0, True), "ready": HttpFound(200, 4.0, True), "tried_socket": True,
    }  # fmt: skip
    token = parts.pop("token", True)
    found = ServerFound(**{**given, **parts}, socket=socket)
    return {check.id.partition(".")[2]: check for check in server_checks(target_of(url), found, token, NOW)}


def test_f62_a_good_server_is_good_in_every_line() -> None:
    checks = server()
    assert [f"url.{name}" for name in checks] == list(NAMES)
    assert {check.state for check in checks.values()} == {"ok"}
    assert checks["hello"].found == "spxcc/1.0, data live, as alice (pro)"
    assert checks["round_trip"].found == "2.0 ms p50 of 3, worst 9.0 ms"
    assert checks["tls"].found == "TLSv1.3, certificate of R3 until 2025-09-13 15:06 UTC (9.0 ms)"


@pytest.mark.parametrize(
    ("name", "parts", "state", "found"),
    [
        ("dns", {"dns": Tried(why="name", said="Name or service not known")}, "fail", "h: Name or service not known"),
        ("dns", {"dns": None}, "skip", "not tried in time"),
        ("dns", {"dns": None, "proxy": "p:3128"}, "skip", "the proxy p:3128 looks the name up"),
        ("tcp", {"tcp": Tried(why="refused", said="connection refused")}, "fail", "connection refused"),
        ("tcp", {"tcp": Tried(why="timeout", said="no answer")}, "fail", "no answer"),
        ("tcp", {"tcp": None}, "skip", "not tried, because a step before it did not work"),
        ("tls", {"tls": Tried(why="plain", said="x")}, "fail", "no TLS is spoken there (x)"),
        ("tls", {"tls": Tried(why="expired", said="certificate has expired")}, "fail", "certificate has expired"),
        ("tls", {"tls": Tried(why="host", said="Hostname mismatch")}, "fail", "Hostname mismatch"),
        ("tls", {"tls": Tried(why="untrusted", said="self-signed")}, "fail", "self-signed"),
        ("tls", {"tls": None}, "skip", "not tried, because a step before it did not work"),
        ("health", {"health": HttpFound(0, trouble="no answer within 3 s")}, "fail", "no answer within 3 s"),
        ("health", {"health": HttpFound(404)}, "warn", "HTTP 404, not in the words of spxcc"),
        ("health", {"health": HttpFound(429)}, "fail", "HTTP 429: too many failed tokens from this address"),
        ("ready", {"ready": HttpFound(503, 1.0, True, ("price:SPX",))}, "warn", "no value yet of price:SPX"),
        ("ready", {"ready": HttpFound(502)}, "warn", "HTTP 502"),
        ("ready", {"ready": None}, "skip", "not tried, because a step before it did not work"),
        ("websocket", {"socket": SocketFound(status=404)}, "fail", "HTTP 404 Not Found: no websocket at this path"),
        ("websocket", {"socket": SocketFound(trouble="no websocket within 4 s")}, "fail", "no websocket within 4 s"),
        ("websocket", {"socket": SocketFound()}, "skip", "not finished in time"),
        ("websocket", {"tried_socket": False}, "skip", "not tried, because a step before it did not work"),
        (
            "hello",
            {"socket": SocketFound(5.0, closed=(4401, "token_expired"))},
            "fail",
            "closed with 4401: the token is not accepted (token_expired)",
        ),
        (
            "hello",
            {"socket": SocketFound(5.0, error=("token_invalid", "made by others (iss)"), closed=(4401, ""))},
            "fail",
            "closed with 4401: the token is not accepted; it said: made by others (iss)",
        ),
        ("hello", {"socket": SocketFound(5.0, hello=hello(v=2))}, "fail", "version 2 of the protocol"),
        ("hello", {"socket": SocketFound(5.0, silent=True)}, "fail", "nothing was said"),
        (
            "hello",
            {"socket": SocketFound(5.0, silent=True), "token": False},
            "fail",
            "the server waits for a token, none was given",
        ),
        (
            "hello",
            {"socket": SocketFound(5.0, hello=hello(NOW + 600))},
            "ok",
            "spxcc/1.0, data live, as alice (pro), token ends in 10 min",
        ),
        ("round_trip", {"socket": SocketFound(5.0, hello=hello())}, "fail", "no answer to a ping"),
        (
            "round_trip",
            {"socket": SocketFound(5.0, hello=hello(), pings_ms=[300.0])},
            "warn",
            "300 ms p50 of 1, worst 300 ms",
        ),
        ("round_trip", {"socket": SocketFound()}, "skip", "not tried, because a step before it did not work"),
    ],
)
def test_f62_each_step_in_words(name: str, parts: dict[str, Any], state: str, found: str) -> None:
    check = server(**parts)[name]
    assert (check.state, check.found) == (state, found)
    assert state not in ("warn", "fail") or (check.expected and check.remedy.endswith("."))


def test_f62_a_certificate_that_ends_soon_is_a_warning() -> None:
    soon = Certificate("h", "R3", NOW + 9 * 86_400, "TLSv1.3")
    assert server(certificate=soon)["tls"].state == "warn"
    assert "9 days from now" in server(certificate=soon)["tls"].found


def test_without_tls_there_is_no_certificate_to_judge() -> None:
    assert server("ws://h")["tls"].state == "skip"


@pytest.mark.parametrize("why", ["expired", "early", "host", "untrusted", "broken"])
def test_every_fault_of_a_certificate_has_its_remedy(why: Why) -> None:
    check = server(tls=Tried(why=why, said="x"), certificate=None)["tls"]
    assert check.remedy != "Let the server send a certificate."


def test_who_gave_no_token_is_told_to_give_one() -> None:
    check = server(token=False, socket=SocketFound(5.0, closed=(4401, "token_missing")))["hello"]
    assert check.remedy == "Give a token with --token."


def test_without_a_server_the_remedy_is_to_start_one() -> None:
    (check,) = nobody_checks()
    assert check.state == "skip"
    assert "--url" in check.remedy
