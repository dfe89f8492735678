"""Old minutes, old quotes and a halt forbid arming."""

import pytest

from spxcc.engines.setups.result import Check
from spxcc.engines.setups.vetoes import market_ms, vetoes_at
from spxcc.market.feed import Mode
from spxcc.market.units import NANOS_PER_SECOND, to_millis, to_nanos
from tests.engines.setups.days import World
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
