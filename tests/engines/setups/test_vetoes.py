"""Old minutes, old quotes, a halt, a quiet time and a wide quote forbid arming."""

import dataclasses

import pytest

from spxcc.engines.engine import Upstream
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.vetoes import blackout_at, legs_at, market_ms, vetoes_at
from spxcc.market.feed import Mode
from spxcc.market.units import NANOS_PER_SECOND, to_millis, to_nanos
from tests.engines.gex.books import index_chain
from tests.engines.gex.test_measure import result_of
from tests.engines.setups.days import World, upstream_of
from tests.engines.setups.scenes import scene_of
from tests.fakes.snapshots import make_snapshot


def at_age(seconds: float, mode: Mode = "sim", quotes_s: float | None = 0.0, halted: bool = False) -> tuple[Check, ...]:
    """Vetoes so many seconds after the minute closed; the quotes are `quotes_s` older than that."""
    scene = scene_of(World(quotes_age_s=quotes_s), [6800.0])
    now = to_nanos(scene.at) + round(seconds * NANOS_PER_SECOND)
    return vetoes_at(make_snapshot(now, mode=mode, halted=halted), scene)


def test_fresh_data_forbid_nothing() -> None:
    assert at_age(0) == ()
    assert at_age(90) == ()


def test_an_old_minute() -> None:
    assert at_age(91) == (Check(name="fresh minute", ok=False, value="91 s", need="≤ 90 s old"),)
    assert at_age(1000, "delayed") == ()
    assert [veto.value for veto in at_age(1291, "delayed")] == ["22 min"]


@pytest.mark.parametrize(
    ("age_s", "words"), [(301, "301 s"), (1200, "20 min"), (61_200, "17 h"), (None, "unknown age")]
)
def test_quotes_of_another_time_give_no_units(age_s: float | None, words: str) -> None:
    assert at_age(0, quotes_s=age_s) == (Check(name="fresh quotes", ok=False, value=words, need="≤ 300 s old"),)


def test_a_halt() -> None:
    assert [veto.name for veto in at_age(0, halted=True)] == ["trading"]


def test_a_delayed_feed_is_judged_by_its_own_time() -> None:
    now = make_snapshot()
    assert market_ms(now) == to_millis(now.as_of)
    assert market_ms(make_snapshot(mode="delayed")) == to_millis(now.as_of) - 1_200_000


def test_a_quiet_time_is_named_and_no_calendar_is_none() -> None:
    now = make_snapshot().as_of
    assert blackout_at(upstream_of(World(quiet="FOMC"), 6800.0, now)) == Check(
        name="blackout", ok=False, value="FOMC", need="no quiet time"
    )
    assert blackout_at(upstream_of(World(), 6800.0, now)) is None
    assert blackout_at(Upstream()) is None


def test_a_wide_quote_on_the_contract_of_a_side_forbids_that_side() -> None:
    chain = index_chain()
    scene = dataclasses.replace(scene_of(World(), [6800.0]), gex=result_of(chain))
    wide = dataclasses.replace(chain, ask=chain.ask + 1.0)
    assert [legs_at(make_snapshot(chains={"SPX": chain}), scene)(sign) for sign in (1, -1)] == [None, None]
    for sign in (1, -1):
        veto = legs_at(make_snapshot(chains={"SPX": wide}), scene)(sign)
        assert veto is not None
        assert (veto.name, veto.ok, veto.need) == ("leg spread", False, "≤ 0.30 and ≤ 8%")
    assert legs_at(make_snapshot(), scene)(1) is None
