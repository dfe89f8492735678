"""Sentences on price, regime, move, cone, time."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from spxcc.engines.coach.answer import answer
from spxcc.engines.coach.desk import Desk
from spxcc.engines.coach.facts import (
    cone_fact,
    move_fact,
    price_fact,
    regime_evidence,
    regime_fact,
    regime_record,
    time_fact,
)
from spxcc.engines.coach.lint import lint
from spxcc.engines.coach.told import Told
from spxcc.engines.prediction.result import Prediction
from spxcc.engines.regime.result import WordRecord
from tests.engines.coach.desks import Scene, gex, regime

FACTS: tuple[Callable[[Desk], Told | None], ...] = (
    price_fact, regime_fact, regime_evidence, move_fact, cone_fact, time_fact,
)  # fmt: skip


@pytest.mark.parametrize("fact", FACTS)
def test_f48_each_fact_passes_the_linter(fact: Callable[[Desk], Told | None]) -> None:
    desk = Scene().desk
    told = fact(desk)
    assert told is not None
    assert lint(told.text, told.cites, desk.limit_ms) == ()


def test_words() -> None:
    desk = Scene().desk
    said = [told.text for fact in FACTS if (told := fact(desk)) is not None]
    assert said[:4] == [
        "SPX 6,000.0 (+10.0 on the day)",
        "regime ranging for 12 min, direction neutral",
        "30-minute efficiency 0.21; 30-minute move −1.5 (−0.22 E30)",
        "expected absolute move to settlement 20.0 points, 31 % of the session's expected move used",
    ]
    assert said[4].startswith("one standard deviation around SPX, drift zero: 15 min 5,995.2 to 6,004.8; 30 min")
    assert said[5] == "close in 330 min (16:00)"


def test_f41_what_followed_the_word_is_told_with_sample_interval_and_null() -> None:
    record = (WordRecord(word="ranging", n=40, beyond=4, share=0.1, low=0.0396, high=0.2305),)
    scene = Scene(regime=msgspec.structs.replace(regime(), record=record))
    desk = scene.desk
    told = regime_record(desk)
    assert told is not None
    assert told.text == "4/40 half hours after ranging moved more than E30, 4 % to 23 %, null 32 %"
    assert lint(told.text, told.cites, desk.limit_ms) == ()
    assert told.text in answer("what is the regime", scene.results, scene.as_of)[0]
    assert regime_record(Scene().desk) is None


def test_what_is_not_known_is_not_said() -> None:
    nothing = Scene(price=None, gex=None, regime=None).desk
    assert (price_fact(nothing), regime_fact(nothing), move_fact(nothing), regime_evidence(nothing)) == (None,) * 4
    assert cone_fact(replace(nothing, prediction=None)) is None


def test_reasons_are_quoted() -> None:
    lacking = msgspec.structs.replace(regime("undetermined"), reason="needs 31 closed minutes, found 4")
    told = regime_fact(Scene(regime=lacking).desk)
    assert told is not None
    assert told.text == "regime undetermined: needs 31 closed minutes, found 4"
    assert [cite.value for cite in told.cites] == [31.0, 4.0]
    none = Prediction(spot=None, sigma=None, horizons=(), next_up=None, next_down=None, reason="no σ")
    told = cone_fact(replace(Scene().desk, prediction=none))
    assert told == Told("no cone: no σ")


def test_the_move_of_stale_gamma_is_left_out() -> None:
    told = move_fact(Scene(gex=gex(reason="no chain")).desk)
    assert told is not None
    assert told.text == "31 % of the session's expected move used"


def test_after_the_close() -> None:
    assert time_fact(Scene().at("16:30").desk).text == "market after-hours, next open at 09:30"
