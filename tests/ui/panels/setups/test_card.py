"""The card of a setup."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from spxcc.engines.setups.result import SETUPS_UPDATE, Setup
from spxcc.ui.frame import Frame
from spxcc.ui.panels.setups.card import card, key_words
from spxcc.ui.panels.setups.panel import SetupsPanel
from spxcc.ui.panels.setups.view_model import build, idea_words, invalid_words, price_words, row_of
from spxcc.ui.renderables.cells import block, text_of
from tests.fakes.desk_data import empty_desk, setup
from tests.fakes.full_views import NOW_MS, rich_desk, rich_setup
from tests.fakes.screens import INKS, check_snapshot, empty_frame, exact, make_frame, roles_known, texts

FRAME = make_frame(rich_desk(), zoomed=True, focus="setups", setup_id="s1", card=True)
ROW = row_of(FRAME, rich_setup(), 0)


def one_setup() -> Frame:
    store, clock = empty_desk()
    store.put_items(SETUPS_UPDATE, [setup("s1", "resolved")])
    return make_frame((store, clock), zoomed=True, setup_id="s1", card=True)


def burst() -> Frame:
    store, clock = rich_desk()
    store.put_items(SETUPS_UPDATE, [setup(f"b{at}") for at in range(5_000)])
    return make_frame((store, clock), zoomed=True, setup_id="b7")


def painted(frame: Frame, width: int, height: int) -> list[str]:
    return texts(block(SetupsPanel(INKS).body(frame, width, height), width, height))


@pytest.mark.parametrize(("width", "height"), [(160, 44), (100, 26), (80, 20)])
def test_pictures(width: int, height: int) -> None:
    check_snapshot(f"setups_full_{width}x{height}", "\n".join(painted(FRAME, width, height)) + "\n")


@pytest.mark.parametrize("frame", [FRAME, one_setup(), empty_frame(zoomed=True)])
@settings(max_examples=40, deadline=None)
@given(st.integers(1, 200), st.integers(1, 60))
def test_any_size(frame: Frame, width: int, height: int) -> None:
    lines = block(SetupsPanel(INKS).body(frame, width, height), width, height)
    assert exact(lines, width, height)
    assert roles_known(lines)


def test_a_burst_is_drawn() -> None:
    assert len(painted(burst(), 160, 44)) == 44


@given(st.integers(24, 120))
def test_no_gate_and_no_key_is_cut(width: int) -> None:
    words = " ".join(text_of(line) for line in card(ROW, width)[1:]).split()
    text = " ".join(words)
    for wanted in ("✓ damping", "✓ wall age", "– flow"):
        assert wanted in text
    assert all(word in words for word in key_words(()).split() if word != "·")


def test_it_says_plan_gates_end_contract_and_steps() -> None:
    text = "\n".join(text_of(line) for line in card(ROW, 110))
    for wanted in ("entry 6,904 · stop 6,909 (+5.0) · T1 6,890 (−14.0)", "R 2.4/4.4 · score 2/3",
                   "forward p 48 % [44–52] · n 31 on 11 days · null 47 %",
                   "backtest p 48 % [44–52] · n 638 on 236 days",
                   "ends with 2 closes beyond 6,905.00 · P⁺ < 0.50", "14:28:07 ready 6,904.20 all 3 conditions hold",
                   "contract idea 11-19 6,895P 5.30/5.40 · Δ −0.45 · spread 1.9 % · quoted 12s ago",
                   "a alert at entry · y copy plan · m mark taken · d hide · w why · esc back",
                   "observation, not advice"):  # fmt: skip
        assert wanted in text


def test_nothing_in_the_imperative_and_no_bare_probability() -> None:
    text = " ".join(text_of(line) for line in card(ROW, 110)).lower()
    assert not re.search(r"\b(buy|sell|enter|exit|take|go long|go short)\b", text)
    shares = [found.start() for found in re.finditer(r"[\d.]+ %", text)]
    named = ("opposing", "· quoted")
    bare = [at for at in shares if not any(name in text[at : at + 20] for name in named)]
    assert [text[:at].split()[-1] for at in bare] == ["p", "null", "random"] * 2
    for at in (at for at in bare if text[:at].split()[-1] == "p"):
        assert re.match(r"\d+ % \[\d+–\d+\] · n \d+ on \d+ days · null \d+ %", text[at:].replace("    ", " · "))


def test_a_contract_without_quotes_says_why_and_a_wide_one_that_it_is_wide() -> None:
    idea = rich_setup().idea
    assert idea is not None
    lacking = structs.replace(setup(), idea_reason="no option quotes from this feed")
    assert idea_words(lacking, NOW_MS) == "– no option quotes from this feed"
    wide = structs.replace(rich_setup(), idea=structs.replace(idea, spread_ok=False))
    assert "(wide: over 8 % or 0.30)" in idea_words(wide, NOW_MS)
    assert idea_words(rich_setup(), None).endswith("quoted – ago")


def test_what_ends_it_changes_with_its_state() -> None:
    def ended(one: Setup) -> str:
        return invalid_words(one)

    assert ended(structs.replace(rich_setup(), state="triggered")) == "a trade at the stop 6,909"
    assert ended(structs.replace(rich_setup(), state="expired")) == ""
    assert ended(setup()) == "– not told"


def test_prices_that_are_not_set_are_not_shown() -> None:
    bare = structs.replace(setup(), entry=None, stop=None, t1=None, t2=None, r1=None, r2=None)
    assert price_words(bare) == "prices not set yet"


def test_keys_are_those_of_the_user() -> None:
    assert key_words((("setup.hide", "f9"),)).split(" · ")[3] == "f9 hide"


def test_hidden_setups_are_counted_and_not_shown() -> None:
    view = build(make_frame(rich_desk(), hidden=frozenset({"s1", "gone"})))
    assert ("s1" in {row.id for row in view.rows}, view.hidden) == (False, 1)
    every = make_frame(rich_desk(), hidden=frozenset({"s1", "s2", "s3"}))
    assert build(every).reason == "3 hidden: command palette, setup: show hidden ones"
