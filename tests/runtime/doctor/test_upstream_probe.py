"""Small questions to the simulated Massive, one key a plan."""

import pytest

from spxcc.runtime.clock import SystemClock
from spxcc.runtime.doctor.upstream_checks import upstream_checks
from spxcc.runtime.doctor.upstream_found import ASKED, UpstreamFound
from spxcc.runtime.doctor.upstream_plan import plans_of
from spxcc.runtime.doctor.upstream_probe import probe_upstream
from tests.runtime.doctor.servers import listening, speaking


async def probed(url: str, key: str, per_minute: int = 600) -> UpstreamFound:
    found = UpstreamFound("here", False)
    await probe_upstream(url, key, per_minute, SystemClock(), found)
    return found


async def test_f62_a_key_with_everything(massive: str) -> None:
    found = await probed(massive, "sim")
    assert {part: answer.kind for part, answer in found.answers.items()} == dict.fromkeys(ASKED, "")
    assert not found.late
    assert found.contract.startswith("O:SPX")
    assert found.simulator == "seed=7 scenario=pin"
    assert found.server_s is not None
    assert plans_of(found) == ("Options Advanced", "Indices Advanced", "Stocks Advanced")


async def test_f62_a_plan_of_options_alone(massive: str) -> None:
    found = await probed(massive, "sim-options")
    denied = {part for part, answer in found.answers.items() if answer.kind == "denied"}
    assert denied == {"indices", "index_bars", "stock_trades", "stock_bars"}
    assert plans_of(found) == ("Options Advanced", "Indices Basic or none", "no Stocks plan")


async def test_f62_a_late_plan_is_told(massive: str) -> None:
    found = await probed(massive, "sim-delayed")
    assert found.late
    assert found.answers["chain"].late
    assert found.answers["option_quotes"].kind == "denied"
    assert plans_of(found)[0] == "Options Developer"


async def test_f62_a_throttled_key_stops_the_questions(massive: str) -> None:
    found = await probed(massive, "sim-throttled")
    assert len(found.answers) == 6
    assert found.answers["option_quotes"].limited
    by_name = {check.id: check for check in upstream_checks(found)}
    assert by_name["upstream.limit"].found == "HTTP 429 after 5 calls"
    assert by_name["upstream.contracts"].state == "skip"
    assert by_name["upstream.key"].state == "ok"


@pytest.mark.parametrize("key", ["nobody", "sesame-1234-5678"])
async def test_f62_a_bad_key_is_asked_once_and_never_shown(massive: str, key: str) -> None:
    found = await probed(massive, key)
    assert list(found.answers) == ["time"]
    assert found.answers["time"].kind == "config"
    assert not found.key_taken
    assert "sesame" not in repr(found)


async def test_no_more_calls_than_the_setting_allows(massive: str) -> None:
    found = await probed(massive, "sim", per_minute=2)
    assert list(found.answers) == ["time", "chain"]
    assert "allows 2 calls" in found.left_out


async def test_nobody_there_and_no_address() -> None:
    async with listening(speaking(b"")) as port:
        found = await probed(f"http://127.0.0.1:{port}", "sim")
    assert [answer.kind for answer in found.answers.values()] != [""]
    assert not found.key_taken
    gone = await probed(f"http://127.0.0.1:{port}", "sim")
    assert gone.answers["time"].kind == "unreachable"
    for url in ("nowhere", "ftp://h", "http://h:99999"):
        odd = await probed(url, "sim")
        assert odd.dns is not None
        assert odd.dns.why == "name"
