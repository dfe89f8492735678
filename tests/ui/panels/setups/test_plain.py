"""Plain words for what the language of the rules says."""

from msgspec import structs

from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.engines.setups.result import Check
from spxcc.ui.panels.now_line.view_model import sentence
from spxcc.ui.panels.setups.card import card
from spxcc.ui.panels.setups.plain import LANGUAGE, found_words, is_rule, level_note, level_words, needs_words
from spxcc.ui.panels.setups.view_model import row_of, title_of
from spxcc.ui.renderables.cells import text_of
from tests.fakes.desk_data import setup
from tests.fakes.screens import make_frame

RULE = Check(name="first close inside", ok=False, value="does not hold", need="close > level and close[1] <= level[1]")
NUMBER = Check(name="stretch", ok=False, value="1.87", need="≥ 2.00")
PLAIN = Check(name="trading", ok=False, value="halted", need="not halted")
LACKING = structs.replace(
    setup(), checks=(RULE, NUMBER), total=2, passed=0, needs=f"{RULE.name} {RULE.need} ({RULE.value})"
)


def test_no_rule_language_on_the_desk() -> None:
    frame = make_frame()
    row = row_of(frame, LACKING, 0)
    shown = [text_of(sentence(frame, LACKING)), *(text_of(line) for line in card(row, 60))]
    assert "needs first close inside" in shown[0]
    assert any("× first close inside does not hold" in line for line in shown)
    assert not [line for line in shown if "close[1]" in line or "<=" in line]


def test_numbers_and_words_stay() -> None:
    assert (found_words(NUMBER), found_words(PLAIN)) == ("1.87 (needs ≥ 2.00)", "halted (needs not halted)")
    assert needs_words(structs.replace(LACKING, needs="stretch ≥ 2.00 (1.87)")) == "stretch ≥ 2.00 (1.87)"
    assert needs_words(structs.replace(LACKING, needs="")) == ""
    unknown = structs.replace(RULE, value="unknown", ok=None)
    lacking = structs.replace(LACKING, checks=(unknown,), needs=f"{RULE.name} {RULE.need} (unknown)")
    assert needs_words(lacking) == "first close inside (unknown)"


def test_every_shipped_condition_without_sides_is_known_for_language() -> None:
    conditions = [one for made in shipped() for one in (*made.arm, *made.trigger) if one.test.sides is None]
    assert len(conditions) > 5
    for one in conditions:
        assert is_rule(Check(name=one.name, ok=True, value="holds", need=one.test.text)), one.test.text
        assert LANGUAGE.isdisjoint(one.name)


def test_two_opening_ranges_have_two_names() -> None:
    mine = structs.replace(setup(), kind="orb_breakout", level_label="ORL")
    assert level_words(mine) == "ORL*"
    assert "ORL*" in title_of(mine)
    assert "leaves out the first minute" in level_note(mine)
    assert any("leaves out the first minute" in text_of(line) for line in card(row_of(make_frame(), mine, 0), 90))
    edge = structs.replace(mine, kind="breakout_vacuum")
    assert (level_words(edge), level_note(edge)) == ("ORL", "")
