"""Sentences on levels."""

from spxcc.engines.coach.level_facts import cite_of, distance, levels_fact
from spxcc.engines.coach.lint import lint
from spxcc.market.units import to_millis
from tests.engines.coach.desks import LEVEL_ROWS, NOW, Scene, gex


def test_f48_the_nearest_on_each_side() -> None:
    desk = Scene().desk
    told = levels_fact(desk)
    assert told is not None
    assert told.text == (
        "nearest levels: OR15+ 6,004.5, 4.5 points (0.94 E15) above SPX; PDL 5,976, 24.0 points (4.99 E15) below SPX"
    )
    assert lint(told.text, told.cites, desk.limit_ms) == ()
    assert "or.price" in {cite.id for cite in told.cites}


def test_gamma_levels_only_while_fresh() -> None:
    far = Scene(price=6040.0)
    assert "CW 6,050" in str(levels_fact(far.desk))
    stale = Scene(price=6040.0, gex=gex(quotes_at=to_millis(NOW) - 97_000))
    assert "CW" not in str(levels_fact(stale.desk))
    assert levels_fact(Scene(levels=()).desk) is None
    assert levels_fact(Scene(price=None, gex=None).desk) is None


def test_a_cite_is_as_old_as_what_the_level_was_made_from() -> None:
    desk = Scene(price_age_ms=3000, gex=gex(quotes_at=to_millis(NOW) - 8000)).desk
    assert [cite_of(desk, level).age_ms for level in LEVEL_ROWS] == [8000, 8000, 3000, 3000]


def test_without_volatility_points_alone() -> None:
    assert distance(Scene(gex=gex(atm_iv=None)).desk, "gex:SPX", "x", 4.5).text == "4.5 points"
