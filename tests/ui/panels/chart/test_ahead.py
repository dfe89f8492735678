"""Right of the last bar."""

import math

import pytest
from msgspec import structs

from spxcc.ui.panels.chart.ahead import LEAST_PLOT, ConeBook, columns_ahead, cone, zone_prices
from tests.fakes.desk_data import LAST, prediction, setup


def test_room_for_the_future_is_a_sixth_and_whole_bars() -> None:
    assert columns_ahead(96, 1, True) == 16
    assert columns_ahead(96, 6, True) == 12
    assert columns_ahead(1_000, 1, True) == 24
    assert columns_ahead(LEAST_PLOT - 1, 1, True) == 0
    assert columns_ahead(96, 1, False) == 0


def test_the_cone_meets_every_horizon_and_grows_with_the_root_of_time() -> None:
    bands = cone(prediction(), 60, 20)
    assert len(bands) == 20
    assert bands[4].high1 - LAST == pytest.approx(3.5)
    assert bands[14].high1 - LAST == pytest.approx(6.1)
    assert bands[9].high1 - LAST == pytest.approx(6.1 * math.sqrt(10 / 15))
    for band in bands:
        assert band.high2 - LAST == pytest.approx(2 * (band.high1 - LAST))
        assert LAST - band.low1 == pytest.approx(band.high1 - LAST)


def test_the_cone_ends_with_the_session_and_is_not_drawn_without_a_prediction() -> None:
    assert len(cone(prediction(), 900, 24)) == 5
    assert cone(None, 60, 24) == ()
    assert cone(prediction(), None, 24) == ()
    assert cone(structs.replace(prediction(), horizons=()), 60, 24) == ()


def test_zones_lie_between_entry_stop_and_target() -> None:
    found = zone_prices(setup())
    assert found is not None
    assert (found.risk, found.reward) == ((6904.0, 6909.0), (6890.0, 6904.0))
    assert zone_prices(None) is None
    assert zone_prices(structs.replace(setup(), entry=None)) is None
    half = zone_prices(structs.replace(setup(), stop=None))
    assert half is not None
    assert half.risk is None


def test_the_cone_is_made_again_only_for_another_prediction_or_other_bars() -> None:
    book, told = ConeBook(), prediction()
    kept = book.of(told, 60, 3)
    assert kept == cone(told, 60, 3)
    assert book.of(told, 60, 3) is kept
    assert book.of(told, 60, 5) == cone(told, 60, 5)
    assert book.of(None, 60, 5) == ()
