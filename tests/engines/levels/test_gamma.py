"""Levels of the option chain."""

import msgspec
import pytest

from spxcc.engines.gex.result import ExpiryGex, Wall
from spxcc.engines.levels.gamma import anchored, gamma_levels, wall_weight
from spxcc.market.units import to_millis
from tests.fakes.results import make_gex
from tests.fakes.snapshots import at, make_snapshot


def expiry(root: str, date: str, settles_at: int, max_pain: float | None) -> ExpiryGex:
    return ExpiryGex(
        root=root,
        expiry=date,
        settles_at=settles_at,
        minutes=1.0,
        net=0.0,
        call=0.0,
        put=0.0,
        gross=0.0,
        share=0.0,
        contracts=1,
        forward=None,
        forward_sd=None,
        atm_iv=None,
        max_pain=max_pain,
    )


def test_walls_flip_and_absolute_gamma() -> None:
    found = gamma_levels(make_gex(flip_point=5950.13), None)
    prices = {candidate.label: candidate.price for candidate in found.candidates}
    assert prices == {"CW": 6050.0, "PW": 5940.0, "ZG": 5950.25, "AG": 6000.0}
    assert {candidate.category for candidate in found.candidates} == {"options"}
    assert dict(found.missing) == {"expected move": "no ATM straddle seen in regular hours yet"}


def test_second_and_third_walls_of_the_same_definition() -> None:
    walls = (
        Wall(strike=6050.0, gex=3.0, share=0.12, definition="net"),
        Wall(strike=6075.0, gex=2.0, share=0.06, definition="net"),
        Wall(strike=6100.0, gex=1.0, share=0.02, definition="net"),
        Wall(strike=6000.0, gex=9.0, share=0.30, definition="gross"),
    )
    found = gamma_levels(make_gex(call_walls=walls, put_wall=None), None)
    calls = [(each.label, each.price, each.rank, each.weight) for each in found.candidates if each.kind == "call_wall"]
    assert calls == [("CW", 6050.0, 1, 0.6), ("CW2", 6075.0, 2, 0.55), ("CW3", 6100.0, 3, 0.5)]


def test_weights_of_walls_move_in_steps() -> None:
    assert wall_weight(None) == 0.5
    assert wall_weight(0.101) == wall_weight(0.099) == pytest.approx(0.6)
    assert wall_weight(0.9) == 0.9


def test_no_flip_is_said_never_the_spot() -> None:
    found = gamma_levels(make_gex(flip_point=None), None)
    assert "flip" not in {candidate.kind for candidate in found.candidates}
    assert dict(found.missing)["flip"] == "net gamma is positive in the whole range"


def test_max_pain_of_the_nearest_expiry_alone() -> None:
    rows = (
        expiry("SPX", "2026-01-16", 30, 5900.0),
        expiry("SPXW", "2026-01-14", 10, None),
        expiry("SPXW", "2026-01-15", 20, 5985.0),
    )
    pain = [each for each in gamma_levels(make_gex(by_expiry=rows), None).candidates if each.kind == "max_pain"]
    assert [(each.price, each.scope) for each in pain] == [(5985.0, "SPXW 2026-01-15")]


def test_bounds_of_the_expected_move_stay_where_they_were_seen() -> None:
    gex = make_gex(spot=6000.0, straddle=21.35)
    bounds = anchored(make_snapshot(), gex, "10:30")
    assert bounds is not None
    later = msgspec.structs.replace(gex, spot=6040.0)
    prices = {each.label: each.price for each in gamma_levels(later, bounds).candidates}
    assert (prices["EM+"], prices["EM−"]) == (6021.35, 5978.65)
    assert bounds.source == "ATM straddle 21.35 at 10:30 ET"


def test_bounds_of_quotes_from_the_evening_before() -> None:
    snapshot = make_snapshot(at("10:30"))
    gex = msgspec.structs.replace(make_gex(straddle=20.0), quotes_at=to_millis(at("21:30", "2026-01-13")))
    bounds = anchored(snapshot, gex, "10:30")
    assert bounds is not None
    assert bounds.straddle == pytest.approx(20.0 * (1110 / 330) ** 0.5)
    assert bounds.source == "ATM straddle 36.68 quoted 2026-01-13 21:30 ET"


def test_no_bounds_before_the_open_or_without_a_straddle() -> None:
    assert anchored(make_snapshot(at("09:00")), make_gex(), "09:00") is None
    assert anchored(make_snapshot(), make_gex(straddle=None), "10:30") is None
    assert anchored(make_snapshot(), None, "10:30") is None


def test_no_gex_is_said() -> None:
    found = gamma_levels(None, None)
    assert found.candidates == ()
    assert found.missing == (("gamma", "no gex result for SPX yet"),)
    refused = gamma_levels(make_gex(reason="chain incomplete", call_wall=None, put_wall=None, flip_point=None), None)
    assert dict(refused.missing)["gamma"] == "chain incomplete"
