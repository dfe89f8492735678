"""Six rows: what they tell at 80 columns, and what where there is nothing."""

import msgspec
import pytest

from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.ui.panels.watch.view_model import ROWS, strip
from spxcc.ui.renderables.cells import width_of
from tests.fakes.desk_data import empty_desk, full_desk, level
from tests.fakes.screens import empty_frame, make_frame, roles_known, texts


def test_eighty_columns_tell_price_gamma_levels_now_and_feed() -> None:
    rows = texts(strip(make_frame(full_desk()), 80))
    assert rows[0].startswith(" SPX 6,885.86 ▲ +12.41 +0.18%")
    assert "14:32:07 T-1h27" in rows[0]
    assert "● SIM" in rows[0]
    assert rows[1].startswith(" γ NEG") or rows[1].startswith(" γ POS")
    assert "flip 6,890 +4.1" in rows[1]
    assert "RANGING" in rows[1]
    assert rows[2].startswith(" ▲ 6,890.0 ZERO GAMMA +4.1")
    assert rows[3].startswith(" ▼ 6,8")
    assert "▏" in rows[4]
    assert rows[5].startswith(" open")
    assert rows[5].endswith("q quits ")


@pytest.mark.parametrize("connected", [False, True])
@pytest.mark.parametrize("width", [20, 40, 60, 80, 160])
def test_no_row_is_ever_blank_or_too_wide(connected: bool, width: int) -> None:
    for frame in (empty_frame(connected), make_frame(empty_desk(connected)), make_frame(full_desk())):
        lines = strip(frame, width)
        assert len(lines) == ROWS
        assert all(row.strip() for row in texts(lines))
        assert all(width_of(line) <= width for line in lines[:2]) or width < 40
        assert roles_known(lines)


def test_levels_at_one_price_are_one_place() -> None:
    store, clock = full_desk()
    places = [level(f"{name} at", "round", 6890.0, "structural", 0.5) for name in "ABC"]
    store.put_items(LEVELS_UPDATE, [msgspec.structs.replace(one, id=one.label) for one in places])
    rows = texts(strip(make_frame((store, clock)), 80))
    assert "6,890.0 A at+B at+1 +4.1" in rows[2]
    assert "no level on this side" in rows[3]


def test_silence_is_said_in_the_strip() -> None:
    store, clock = full_desk()
    clock.advance(60)
    rows = texts(strip(make_frame((store, clock)), 100))
    assert "STALE" in rows[0]
    assert "no fresh data" in rows[4]
