"""Lines for small screens."""

from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.panels.brief.view_model import message, nearest, setup_and_print, smallest, tab_counts, tabs
from spxcc.ui.panels.now_line.view_model import sentence, top_setup
from spxcc.ui.renderables.cells import text_of
from spxcc.ui.state import PANELS
from tests.fakes.desk_data import empty_desk, flow_alert, full_desk, setup
from tests.fakes.screens import empty_frame, make_frame

PANELS_UPPER = [name.upper() for name in PANELS]


def test_three_lines_of_truth() -> None:
    frame = make_frame()
    assert text_of(nearest(frame)) == " ▲ 6,890.0 ZERO GAMMA +4.1  ▼ 6,880.0 OR LOW −5.9  ▼ 6,879.6 FIB .5 −6.3 "
    assert text_of(setup_and_print(frame)) == (" FORMING FADE ↑ CALL WALL 6,905 2/3 · 14:31:58 SWP C 6,895 181K ↑")
    assert text_of(message(frame)).startswith(" ! 14:31:52 6,890 zero gamma crossed")


def test_the_setup_of_the_now_line_is_not_repeated() -> None:
    frame = make_frame(setup_id="s2")
    assert " FORMING ▏" in text_of(sentence(frame, top_setup(frame) or setup()))
    assert text_of(setup_and_print(frame)).startswith(" READY FADE ↓ CALL WALL 6,905 2/3 · ")


def test_without_another_setup_or_a_print_it_says_so() -> None:
    store, clock = full_desk()
    store.put_items(SETUPS_UPDATE, [])
    assert text_of(setup_and_print(make_frame((store, clock)))) == " no other setup · 14:31:58 SWP C 6,895 181K ↑"
    assert flow_alert(1, "x").strike == 6895.0
    words = text_of(setup_and_print(make_frame(empty_desk())))
    assert words == " no other setup · no print above the threshold"


def test_reasons_instead_of_blanks() -> None:
    frame = empty_frame(connected=False)
    assert "connecting…" in text_of(nearest(frame))
    assert "connecting…" in text_of(message(frame))


def test_tabs_bracket_the_focus_and_count_what_needs_an_eye() -> None:
    said = text_of(tabs(make_frame(focus="setups"), 80))
    assert said == "─ 1 GEX ─ 2 CHART 1m ─[3 SETUPS 2]─ 4 LEVELS ─ 5 FLOW 59%↑ ─ 6 COACH 1! ─"
    bare = text_of(tabs(empty_frame(focus="chart", timeframe="15m"), 80))
    assert bare == "─ 1 GEX ─[2 CHART 15m]─ 3 SETUPS ─ 4 LEVELS ─ 5 FLOW ─ 6 COACH ─"


def test_where_room_is_short_the_alerts_stay_longest_and_no_tab_is_lost() -> None:
    for width in range(60, 81):
        said = text_of(tabs(make_frame(), width))
        assert len(said) <= width
        assert all(f" {at} {name}" in f" {said.replace('[', ' ')}" for at, name in enumerate(PANELS_UPPER, start=1))
    assert "6 COACH 1!" in text_of(tabs(make_frame(), 64))


def test_a_hidden_setup_and_an_acknowledged_alert_count_no_more() -> None:
    seen = frozenset(one.id for one in make_frame().source.events(COACH_MESSAGE))
    told = tab_counts(make_frame(hidden=frozenset({"s1", "s2"}), seen=seen))
    assert set(told) == {"chart", "flow"}


def test_f57_smallest_has_price_now_levels_and_advice() -> None:
    lines = [text_of(line) for line in smallest(make_frame(), (("PRICE", "text"),), 8)]
    assert len(lines) == 8
    assert lines[0] == "PRICE"
    assert "FADE" in lines[1]
    assert "ZERO GAMMA" in lines[2]
    assert "enlarge terminal" in lines[-1]
    assert len(smallest(make_frame(), (("PRICE", "text"),), 1)) == 2
