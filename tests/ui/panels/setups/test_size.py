"""The size in one line of the card."""

from dataclasses import replace

import msgspec

from spxcc.engines.plan.result import DayPlan
from spxcc.engines.risk.size import sizings
from spxcc.ui.panels.setups.card import card
from spxcc.ui.panels.setups.size import size_words, sizing_of, usd
from spxcc.ui.panels.setups.view_model import row_of
from spxcc.ui.renderables.cells import text_of
from tests.engines.risk.test_size import GO, IDEA, with_idea
from tests.fakes.screens import make_frame

SETUP = with_idea(IDEA)
DAY = DayPlan(session="2026-03-24", risk=GO, sizes=sizings(GO, (SETUP,)))


def test_size_loss_and_worst_case() -> None:
    sizing = sizing_of(DAY, SETUP)
    assert sizing is not None
    assert sizing.size is not None
    assert size_words(DAY, SETUP) == (
        f"2 contracts by {sizing.size.limit} · loss at the stop 200 $ each · worst case 1,010 $"
    )
    assert (usd(1_234.5), usd(104.0)) == ("1,234.5", "104")


def test_without_a_size_the_reason() -> None:
    bare = msgspec.structs.replace(GO, trade_usd=None)
    assert size_words(DayPlan(session="2026-03-24", risk=bare, sizes=sizings(bare, (SETUP,))), SETUP).startswith("– ")
    assert size_words(None, SETUP) == "– not told yet"
    assert size_words(DAY, msgspec.structs.replace(SETUP, state="expired")) == ""


def test_it_is_on_the_card() -> None:
    row = row_of(replace(make_frame(), day=DAY), SETUP, 0)
    assert any("size 2 contracts by " in text_of(line) for line in card(row, 90))
