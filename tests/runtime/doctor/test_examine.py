"""End to end: a doctor against a real gateway in this process, and against nobody."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from spxcc.gateway.auth import TokenAuthenticator, TokenRules
from spxcc.gateway.jwks import JwksCache, from_file
from spxcc.runtime.clock import ShiftedClock, SystemClock
from spxcc.runtime.config import Config
from spxcc.runtime.doctor import examine as module
from spxcc.runtime.doctor.check import Report, State
from spxcc.runtime.doctor.examine import Patient, examine, streams_left_out
from spxcc.runtime.doctor.server_probe import ServerFound
from spxcc.runtime.doctor.target import target_of
from spxcc.runtime.endpoint import Endpoint
from spxcc.runtime.paths import user_paths
from tests.fakes.clock import START, ManualClock
from tests.fakes.keys import NOW_S, ec_key, jwks, token
from tests.fakes.server import running
from tests.runtime.doctor.servers import listening, silent
from tests.runtime.doctor.test_network_probe import closed_port
from tests.runtime.doctor.test_token_probe import keyed
from tests.runtime.runs import plain_config

TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
RULES = TokenRules(frozenset({"ES256"}), issuer="https://issuer", audience="spxcc")


def told(_: str) -> None:
    """Progress is nobody's concern here."""


async def report_of(patient: Patient) -> Report:
    wall = SystemClock()
    return await examine(patient, ShiftedClock(wall, START - wall.now()), told)


def states(report: Report, group: str) -> dict[str, State]:
    return {check.id.partition(".")[2]: check.state for check in report.checks if check.group == group}


def found_of(report: Report, name: str) -> str:
    return next(check.found for check in report.checks if check.id == name)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The issuer's key set."""
    path = tmp_path / "keys.json"
    path.write_bytes(jwks("e1"))
    return path


def signed(kid: str = "e1", **claims: Any) -> str:
    return token(ec_key(kid), "ES256", {"kid": kid}, **claims)


async def examined(keys: Path, text: str | None, scheme: str = "ws") -> Report:
    """A server and settings that trust the same issuer, and a token."""
    clock = ManualClock()
    door = TokenAuthenticator(RULES, clock.now, keys=JwksCache(from_file(keys), clock))
    config = keyed(None, jwks=str(keys), jwt_algorithms=("ES256",))
    async with running(door=door) as up:
        url = f"{scheme}://127.0.0.1:{up.address.port}"
        return await report_of(Patient(config, user_paths(), url, text, environ=TERMINAL))


async def test_f62_a_right_token_is_let_in(keys: Path) -> None:
    report = await examined(keys, signed())
    assert set(states(report, "token").values()) == {"ok"}
    assert states(report, "url")["hello"] == "ok"
    assert states(report, "clock")["server"] == "ok"
    assert (report.reached, report.exit_code) == (True, 0)


@pytest.mark.parametrize(
    ("claims", "line"),
    [
        ({"exp": NOW_S - 720}, "expiry"),
        ({"iss": "https://other"}, "issuer"),
        ({"aud": "other"}, "audience"),
        ({"kid": "e9"}, "key_id"),
    ],
)
async def test_f62_a_wrong_token_is_told_claim_by_claim_and_never_shown(
    keys: Path, claims: Mapping[str, Any], line: str
) -> None:
    text = signed(**claims)
    report = await examined(keys, text)
    token_lines = states(report, "token")
    assert {name for name, state in token_lines.items() if state == "fail"} == {line, "accepted"}
    assert states(report, "url")["hello"] == "fail"
    assert "closed with 4401: the token is not accepted" in found_of(report, "url.hello")
    assert report.exit_code == 1
    assert not any(part in str(report.described("1")) for part in text.split("."))


async def test_f62_tls_expected_but_plain(keys: Path) -> None:
    report = await examined(keys, signed(), "wss")
    assert states(report, "url")["tls"] == "fail"
    assert "no TLS is spoken there" in found_of(report, "url.tls")
    assert report.exit_code == 1


async def test_f62_a_wrong_port_is_exit_code_3() -> None:
    url = f"ws://127.0.0.1:{closed_port()}"
    report = await report_of(Patient(plain_config(), user_paths(), url, "abc", environ=TERMINAL))
    assert states(report, "url")["tcp"] == "fail"
    assert (report.reached, report.exit_code) == (False, 3)


async def test_f62_the_running_server_lends_its_token() -> None:
    async with running() as up:
        endpoint = Endpoint(url=up.address.url, pid=1, token="A")
        report = await report_of(Patient(plain_config(), user_paths(), running=endpoint, environ=TERMINAL))
        same = await report_of(
            Patient(plain_config(), user_paths(), up.address.url, running=endpoint, environ=TERMINAL)
        )
    assert states(report, "token") == states(same, "token") == {"form": "ok"}
    assert states(report, "url")["hello"] == "ok"
    assert report.reached is None


async def test_f62_a_silent_server_takes_no_more_than_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TOTAL_S", 0.5)
    monkeypatch.setattr(module, "PATIENCE_S", 0.1)
    heard: list[str] = []
    async with listening(silent) as port:
        patient = Patient(plain_config(), user_paths(), f"ws://127.0.0.1:{port}", "abc", environ=TERMINAL)
        async with asyncio.timeout(5):
            report = await examine(patient, SystemClock(), heard.append)
    assert heard == ["still asking: server"]
    assert states(report, "url")["tcp"] == "ok"
    assert states(report, "url")["websocket"] == "skip"


async def test_a_probe_that_breaks_is_a_check_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("sesame-1234 broke")

    monkeypatch.setattr(module, "probe_token", broken)
    report = await report_of(Patient(plain_config(), user_paths(), None, "sesame-1234", environ=TERMINAL))
    assert found_of(report, "token.itself") == "RuntimeError: *** broke"
    assert report.exit_code == 1


async def test_f62_a_key_of_massive_is_examined(massive: str) -> None:
    chosen = plain_config().with_flags(massive_url=massive)
    config = Config(chosen.settings, chosen.origins, {"massive_key": "sim"})
    upstream = states(await report_of(Patient(config, user_paths(), environ=TERMINAL)), "upstream")
    assert {name for name, state in upstream.items() if state != "ok"} == {"simulator"}
    assert "stream_options" in upstream


def test_f62_streams_of_a_running_owner_are_left_alone() -> None:
    endpoint = Endpoint(url="ws://127.0.0.1:8787/ws/prices", pid=42, token="t")
    own, other, found = target_of(endpoint.url, own=True), target_of("ws://h"), ServerFound()
    assert streams_left_out(None, None, found) == ""
    assert "may hold these streams" in streams_left_out(endpoint, own, found)
    found.socket.feeds = frozenset({"massive"})
    assert "holds these streams" in streams_left_out(endpoint, own, found)
    found.socket.feeds = frozenset({"sim"})
    assert streams_left_out(endpoint, own, found) == ""
    assert "may hold these streams" in streams_left_out(endpoint, other, found)
