"""Numbers of the size on the risk card."""

from dataclasses import replace

import msgspec
import pytest

from spxcc.engines.plan.result import DayPlan
from spxcc.engines.risk.result import Risk
from spxcc.engines.risk.size import sizings
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.frame import Frame
from spxcc.ui.screens.numbers.size import card_numbers, size_numbers
from tests.engines.risk.test_size import GO, IDEA, with_idea
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import make_frame
from tests.ui.screens.numbers.laws import hold


def frame(risk: Risk) -> Frame:
    store, clock = full_desk()
    setup = with_idea(IDEA)
    store.put_items(SETUPS_UPDATE, [setup])
    made = make_frame((store, clock), setup_id=setup.id)
    return replace(made, day=DayPlan(session="2026-11-19", risk=risk, sizes=sizings(risk, (setup,))))


@pytest.mark.parametrize(
    ("risk", "contracts"),
    [
        (GO, "2"),
        (msgspec.structs.replace(GO, state="REDUCED", share=0.5), "1"),
        (msgspec.structs.replace(GO, max_debit=None), "2"),
        (msgspec.structs.replace(GO, state="DONE", share=0.0), "0"),
    ],
)
def test_f33_each_follows_from_its_inputs(risk: Risk, contracts: str) -> None:
    found = hold(size_numbers(frame(risk)))
    assert found["screen.risk.size.contracts"].text == contracts
    assert found["screen.risk.size.loss"].text == "200"
    assert found["screen.risk.size.entry"].text == "5.00"


def test_none_without_a_size() -> None:
    assert not list(size_numbers(frame(msgspec.structs.replace(GO, trade_usd=None))))
    assert not list(size_numbers(make_frame()))


def test_the_card_of_a_setup_has_the_same_size() -> None:
    shown = {one.path: one.text for one in card_numbers(frame(GO))}
    assert shown["screen.risk.size.contracts"] == "2"
    assert shown["screen.risk.size.loss"] == "200"
    assert "screen.risk.size.contracts" not in {one.path for one in card_numbers(make_frame())}
