"""The age halo: a number that its source did not renew in time dims, and its age says so in words."""

import pytest
from msgspec import structs

from spxcc.engines.basis.result import BASIS
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.session.result import STATUS
from spxcc.market.units import to_millis
from spxcc.ui.halo import CHAIN_MS, age_run, haloed, is_old, limit_ms
from spxcc.ui.panels.header.view_model import calm_segments
from spxcc.ui.renderables.cells import text_of
from tests.fakes.desk_data import NOW, full_desk, gex, status, tick
from tests.fakes.screens import make_frame
from tests.fakes.store import FakeController, FakeStore


def aged(seconds: float, phase: str = "open") -> tuple[FakeStore, FakeController]:
    """A desk whose price goes on while everything else stands still."""
    store, clock = full_desk()
    store.put(STATUS, status("live", phase))
    clock.advance(seconds)
    tick(store, 6_886.0)
    return store, clock


@pytest.mark.parametrize(
    ("seconds", "old"), [(2.0, False), (14.9, False), (15.1, True), (600.0, True)], ids=["new", "near", "past", "long"]
)
def test_f60_three_cadences_without_a_new_value_are_old(seconds: float, old: bool) -> None:
    frame = make_frame(aged(seconds))
    assert is_old(frame, BASIS.name) is old
    assert haloed(frame, BASIS.name, "text") == ("stale" if old else "text")
    text, role = age_run(frame, BASIS.name, old)
    assert text.endswith(" old") is old
    assert role == ("warn" if old else "dim")


def test_f60_the_age_of_gamma_is_that_of_its_quotes() -> None:
    store, clock = aged(1.0)
    store.put(gex_channel("SPX"), structs.replace(gex(), quotes_at=to_millis(NOW) - 4 * CHAIN_MS))
    frame = make_frame((store, clock))
    assert is_old(frame, "gex:SPX")
    segments = calm_segments(frame)
    at = next(at for at, one in enumerate(segments) if "γ" in text_of(one.line))
    name, amount = segments[at : at + 2]
    assert name.line[-1] == ("γ NEG", "stale")
    assert "stale" in {role for _, role in amount.line}
    assert "4m old" in text_of(amount.line)
    assert amount.rank == name.rank, "what says that it is old stays as long as the sign"


def test_nothing_is_old_while_its_market_is_closed() -> None:
    assert not is_old(make_frame(aged(3_600.0, "closed")), BASIS.name)


def test_a_slow_source_has_more_time() -> None:
    store, clock = aged(1.0)
    store.cadence_ms = 60_000
    assert limit_ms(make_frame((store, clock)), BASIS.name) == 180_000
    store.cadence_ms = 100
    assert limit_ms(make_frame((store, clock)), "price:SPY") == 2_500


def test_delayed_quotes_are_old_only_when_none_come() -> None:
    store, clock = full_desk()
    store.put(STATUS, status("delayed"))
    store.mark(BASIS.name, as_of_ms=to_millis(NOW) - 15 * 60_000)
    assert not is_old(make_frame((store, clock)), BASIS.name)
    clock.advance(181.0)
    assert is_old(make_frame((store, clock)), BASIS.name)
