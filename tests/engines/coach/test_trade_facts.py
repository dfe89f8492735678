"""Sentences on setups and flow."""

from dataclasses import replace

import msgspec

from spxcc.engines.coach.lint import lint
from spxcc.engines.coach.trade_facts import flow_fact, setups_fact
from spxcc.engines.setups.result import SetupsResult
from tests.engines.coach.desks import Scene, flow, setup


def test_f48_setups_with_their_conditions() -> None:
    desk = Scene(setups=(setup("b", "forming"), setup("a", "ready"), setup("c", "resolved"))).desk
    told = setups_fact(desk)
    assert told is not None
    assert told.text == (
        "setups open: 2; fade at wall short at CW 6,050, ready, 5 of 6 conditions; "
        "fade at wall short at CW 6,050, forming, 5 of 6 conditions"
    )
    assert lint(told.text, told.cites, desk.limit_ms) == ()


def test_no_setups() -> None:
    desk = Scene().desk
    assert str(setups_fact(desk)).count("no setup has its conditions met") == 1
    idle = replace(desk, setups=SetupsResult(setups=(), reason="needs 21 minutes"))
    told = setups_fact(idle)
    assert told is not None
    assert told.text == "no setups: needs 21 minutes"
    assert setups_fact(replace(desk, setups=None)) is None


def test_f48_flow_by_side() -> None:
    desk = Scene().desk
    told = flow_fact(desk)
    assert told is not None
    assert told.text == (
        "premium by side (quote rule): last 5 min calls bought 4.1M, sold 172K, puts bought 0K, sold 1K, "
        "side unknown 1.0M"
    )
    assert lint(told.text, told.cites, desk.limit_ms) == ()


def test_other_kinds_of_flow() -> None:
    minute = flow_fact(Scene(flow=flow("minute_bars")).desk)
    none = flow_fact(Scene(flow=msgspec.structs.replace(flow("none"), reason="no prints yet")).desk)
    assert minute is not None
    assert none is not None
    assert minute.text.startswith("flow is minute volume per contract: no prints")
    assert none.text == "no flow: no prints yet"
    assert flow_fact(Scene(flow=None).desk) is None
