"""Gamma events: inputs, zero gamma, sign."""

import pytest

from spxcc.engines.coach.gamma import GammaSeen, band_of, beyond, side_of, sign_of, watch_gamma
from spxcc.engines.coach.lint import lint
from spxcc.market.units import to_millis
from tests.engines.coach.desks import NOW, Scene, gex
from tests.fakes.results import make_band

ABOVE = GammaSeen("fresh", "above", "above")


def test_the_first_sight_is_no_news() -> None:
    assert watch_gamma(Scene().desk, GammaSeen()) == ([], ABOVE)


def test_f48_zero_gamma_crossed() -> None:
    scene = Scene(price=5947.5)
    (draft,), seen = watch_gamma(scene.desk, ABOVE)
    assert draft.told.text == "SPX 5,947.5 is now below zero gamma 5,950.0, by 2.5 points (0.52 E15)."
    assert draft.falsifier is not None
    assert draft.falsifier.text == "a 1m close above 5,951.2"
    assert (draft.type, draft.priority, draft.kind) == ("alert", "high", "gamma")
    cites = (*draft.told.cites, *draft.falsifier.cites)
    assert lint(draft.told.text, cites, scene.desk.limit_ms, falsifier=draft.falsifier.text) == ()
    assert seen.side == "below"


def test_f48_zero_gamma_that_moves_past_the_index_crosses_too() -> None:
    (draft,), _ = watch_gamma(Scene(gex=gex(flip_point=6010.0)).desk, ABOVE)
    assert "is now below zero gamma 6,010.0" in draft.told.text


@pytest.mark.parametrize(("price", "side"), [(5950.7, "above"), (5949.3, "above"), (5949.2, "below")])
def test_a_band_around_it_keeps_the_side(price: float, side: str) -> None:
    desk = Scene(price=price).desk
    assert band_of(desk) == 0.75
    assert side_of(desk, "above") == side


def test_the_band_follows_e15() -> None:
    assert band_of(Scene(gex=gex(atm_iv=0.5)).desk) == pytest.approx(1.6, abs=0.01)
    assert band_of(Scene(gex=gex(atm_iv=2.0)).desk) == 3.0
    assert band_of(Scene(gex=gex(atm_iv=None)).desk) == 3.0
    assert beyond(Scene(gex=gex(atm_iv=None)).desk, 6000.0, above=True) is None


def test_f48_the_sign_has_hysteresis() -> None:
    for share, sign in ((0.59, None), (0.6, "above"), (0.41, None), (0.4, "below")):
        assert sign_of(Scene(gex=gex(band=make_band(share))).desk, None) == sign
    assert sign_of(Scene(gex=gex(band=make_band(0.45))).desk, "above") == "above"


def test_f48_a_changed_sign() -> None:
    scene = Scene(gex=gex(band=make_band(0.37)))
    (draft,), seen = watch_gamma(scene.desk, ABOVE)
    assert draft.told.text == "Net GEX is above zero in 37 % of sign models: now below, before above."
    assert lint(draft.told.text, draft.told.cites, scene.desk.limit_ms) == ()
    assert seen.sign == "below"


def test_f48_stale_and_refused_inputs_are_told_and_nothing_else() -> None:
    stale = Scene(price=5900.0, gex=gex(quotes_at=to_millis(NOW) - 97_000))
    (draft,), seen = watch_gamma(stale.desk, ABOVE)
    assert draft.told.text == "GEX inputs 97 s old (limit 15 s): nothing is said of gamma until they are fresh."
    assert lint(draft.told.text, draft.told.cites, stale.desk.limit_ms) == ()
    assert (draft.free, draft.priority, seen) == (True, "high", GammaSeen("stale", "above", "above"))
    refused = Scene(gex=gex(reason="needs 3 strikes, found 2"))
    (draft,), _ = watch_gamma(refused.desk, ABOVE)
    assert draft.told.text.startswith("GEX refused: needs 3 strikes, found 2: nothing is said")


def test_f48_fresh_again() -> None:
    (draft,), _ = watch_gamma(Scene().desk, GammaSeen("stale", "above", "above"))
    assert draft.told.text.startswith("GEX inputs are fresh: net GEX +2.00 bn")
    assert draft.priority == "low"
    assert lint(draft.told.text, draft.told.cites, Scene().desk.limit_ms) == ()
