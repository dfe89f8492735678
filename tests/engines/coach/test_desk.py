"""What the coach reads, and how old it is."""

from dataclasses import replace

import pytest

from spxcc.engines.coach.desk import desk_of
from spxcc.engines.volatility import expected_points
from spxcc.market.feed import Mode
from spxcc.market.units import to_millis
from tests.engines.coach.desks import NOW, Scene, gex
from tests.fakes.snapshots import at, make_session


def test_nothing_given() -> None:
    desk = desk_of({}, NOW, make_session(NOW), "live")
    assert (desk.spot(), desk.gamma, desk.e(15), desk.levels, desk.flow) == (None, "refused", None, (), None)


def test_gamma_is_fresh_stale_or_refused() -> None:
    now = to_millis(NOW)
    assert Scene().desk.gamma == "fresh"
    assert Scene(gex=gex(quotes_at=now - 15_000)).desk.gamma == "fresh"
    assert Scene(gex=gex(quotes_at=now - 15_001)).desk.gamma == "stale"
    assert Scene(gex=gex(quotes_at=now - 900_000), mode="delayed").desk.gamma == "fresh"
    assert Scene(gex=gex(quotes_at=None)).desk.gamma == "refused"
    assert Scene(gex=gex(reason="no chain")).desk.gamma == "refused"
    assert Scene().at("16:30", gex=gex(quotes_at=to_millis(at("15:59:50")))).desk.gamma == "fresh"
    assert Scene().at("16:30", gex=gex()).desk.gamma == "stale"


def test_ages_of_cites() -> None:
    desk = Scene(price_age_ms=4000, gex=gex(quotes_at=to_millis(NOW) - 7000)).desk
    spot = desk.spot()
    assert spot is not None
    assert (spot.channel, spot.value, spot.age_ms) == ("price:SPX", 6000.0, 4000)
    assert desk.of_gex("x", 1.0).age_ms == 7000
    assert desk.of_minutes("regime:update", "x", 1.0).age_ms == 4000
    assert desk.of_now("status", "x", 1.0).age_ms == 0


def test_without_an_index_the_spot_of_the_gex_engine() -> None:
    spot = Scene(price=None).desk.spot()
    assert spot is not None
    assert (spot.channel, spot.id) == ("gex:SPX", "spot")
    assert Scene(price=None, gex=gex(reason="no chain")).desk.spot() is None


@pytest.mark.parametrize(
    ("mode", "price", "chain"), [("live", 15, 15), ("sim", 15, 45), ("replay", 90, 90), ("delayed", 1290, 1290)]
)
def test_f48_each_channel_has_its_age_limit(mode: Mode, price: int, chain: int) -> None:
    """SETUPS.md 8: by the second where a feed ticks, by the minute where it comes in minutes, and then the lag."""
    desk = Scene(mode=mode).desk
    assert (desk.limit_ms("price:SPX"), desk.limit_ms("gex:SPX")) == (1000 * price, 1000 * chain)
    assert desk.limit_ms("regime:update") >= 90_000
    fresh, stale = (Scene(mode=mode, gex=gex(quotes_at=Scene().desk.now - 1000 * age)) for age in (chain, chain + 1))
    assert (fresh.desk.gamma, stale.desk.gamma) == ("fresh", "stale")


def test_limits_and_tags() -> None:
    assert Scene(mode="delayed").desk.limit_ms("price:SPX") == 1_290_000
    assert Scene().at("16:30").desk.limit_ms("price:SPX") == 1_815_000
    assert Scene().at("08:00").desk.limit_ms("price:SPX") == 16 * 3_600_000 + 15_000
    assert Scene().desk.tag == ""
    assert Scene(mode="sim").desk.tag == "[sim] "
    assert replace(Scene().desk, mode="").tag == "[mode unknown] "


def test_units_of_expected_movement() -> None:
    assert Scene().desk.e(15) == expected_points(6000.0, 0.15, 15)
