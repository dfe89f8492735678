"""The regime engine: two axes, one word, no label without evidence."""

import msgspec
import pytest

from spxcc.engines.engine import Upstream
from spxcc.engines.regime.compute import ENGINE, RegimeMemory, compute
from spxcc.engines.regime.result import Regime
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_MINUTE, to_millis
from tests.fakes.results import make_band, make_gex, make_upstream
from tests.fakes.snapshots import at, make_bars, make_snapshot


def path(closes: list[float]) -> MarketSnapshot:
    now = at("09:30") + len(closes) * NANOS_PER_MINUTE
    return make_snapshot(now, spx=closes[-1], bars={"SPX": make_bars(closes)})


def play(closes: list[float], upstream: Upstream) -> list[Regime]:
    memory, results = RegimeMemory(), []
    for end in range(1, len(closes) + 1):
        result, memory = compute(path(closes[:end]), upstream, memory)
        results.append(result)
    return results


def test_f41_no_label_without_evidence() -> None:
    result, _ = compute(make_snapshot(), Upstream(), RegimeMemory())
    assert (result.regime, result.direction, result.probability) == ("undetermined", "neutral", None)
    assert (result.gamma, result.damping, result.efficiency, result.magnitude) == (None, None, None, None)
    assert result.reason == "the trend axis needs 31 closed SPX minutes of the session, found 0"
    assert result.evidence == ()


def test_a_trend_with_its_evidence() -> None:
    closes = [6000.0 + 0.3 * minute for minute in range(45)]
    result = play(closes, make_upstream(gex=make_gex(band=make_band(0.2), flip_point=6100.0)))[-1]
    assert (result.regime, result.direction, result.gamma) == ("trending", "up", "negative")
    assert result.efficiency == 1.0
    assert result.damping == 0.2
    assert result.reason is None
    assert result.evidence[0] == "30-minute efficiency 1.00"
    assert result.magnitude == pytest.approx(6013.2 * 0.15 * (30 / 525_600) ** 0.5, abs=0.06)


def test_minutes_in_state_run_with_market_time() -> None:
    closes = [6000.0 + 0.3 * minute for minute in range(45)]
    results = play(closes, make_upstream(gex=make_gex()))
    first = next(at_step for at_step, each in enumerate(results) if each.regime == "trending")
    assert results[-1].minutes_in_state == 44 - first
    assert results[-1].since == to_millis(at("09:30") + (first + 1) * NANOS_PER_MINUTE)


def test_f41_breakout_can_be_reached_without_volume() -> None:
    flat = [6000.0 + minute % 2 for minute in range(60)]
    closes = [*flat, *(6001.0 + 1.2 * minute for minute in range(1, 21))]
    words = [result.regime for result in play(closes, make_upstream(gex=make_gex(flip_point=5900.0)))]
    assert "breakout" in words


def test_no_ensemble_is_said() -> None:
    closes = [6000.0 + 0.3 * minute for minute in range(40)]
    result = play(closes, Upstream())[-1]
    assert result.reason == "no ATM volatility: no gex result yet"
    assert result.regime == "trending"
    assert result.direction == "neutral"


def test_the_expected_move_is_that_of_first_sight() -> None:
    closes = [6000.0] * 20
    first, memory = compute(path(closes), make_upstream(gex=make_gex(atm_iv=0.15)), RegimeMemory())
    again, _ = compute(path(closes), make_upstream(gex=make_gex(atm_iv=0.30)), memory)
    assert first.expected_move_used is not None
    assert again.expected_move_used == first.expected_move_used


def test_quotes_of_the_evening_before_are_measured_from_when_they_were_made() -> None:
    """σ on calendar minutes spreads the session over the night, so the night belongs to what it expects."""
    closes = [6000.0] * 20
    evening = msgspec.structs.replace(make_gex(atm_iv=0.15), quotes_at=to_millis(at("21:30", "2026-01-13")))
    live = msgspec.structs.replace(make_gex(atm_iv=0.15), quotes_at=to_millis(at("09:49")))
    moves = [compute(path(closes), make_upstream(gex=one), RegimeMemory())[0].session_move for one in (evening, live)]
    assert moves[0] == pytest.approx(0.7979 * 6000 * 0.15 * (1110 / 525_600) ** 0.5, abs=0.01)
    assert moves[1] == pytest.approx(0.7979 * 6000 * 0.15 * (390 / 525_600) ** 0.5, abs=0.01)


def test_a_new_session_starts_anew() -> None:
    _, memory = compute(path([6000.0] * 40), make_upstream(gex=make_gex()), RegimeMemory(session="2026-01-13"))
    assert memory.session == "2026-01-14"


def test_the_same_snapshot_gives_the_same_result() -> None:
    snapshot, upstream = path([6000.0 + 0.1 * (minute % 5) for minute in range(50)]), make_upstream(gex=make_gex())
    assert compute(snapshot, upstream, RegimeMemory()) == compute(snapshot, upstream, RegimeMemory())
    result, _ = compute(snapshot, upstream, RegimeMemory())
    assert [item.channel.name for item in ENGINE.publish(result)] == ["regime:update"]
