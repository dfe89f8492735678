"""The map: size, sign by shape as well as by colour, the line of zero, and its two axes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.cells import text_of, width_of
from spxcc.ui.renderables.heat import AXIS, HALF, HATCH, ROLES, ZERO, class_of, draw_heat, heat_role
from spxcc.ui.theme import PALETTES
from tests.fakes.desk_data import NOW
from tests.fakes.screens import roles_known

START = NOW // 1_000_000
LEVELS = tuple(6800.0 + 5 * at for at in range(41))
TIMES = tuple(START + at * 420_000 for at in range(13))
RISING = tuple(tuple(level - 6900.0 for level in LEVELS) for _ in TIMES)


@given(st.integers(0, 120), st.integers(0, 40), st.booleans())
def test_fills_its_size_or_draws_nothing(width: int, height: int, plain: bool) -> None:
    lines = draw_heat(LEVELS, TIMES, RISING, 6890.0, width, height, plain)
    assert len(lines) in (0, height)
    assert all(width_of(line) == width for line in lines)
    assert roles_known(lines)
    assert bool(lines) == (width >= AXIS + len(TIMES) and height >= 3)


def test_f61_sign_is_told_by_shape() -> None:
    lines = [text_of(line)[AXIS:] for line in draw_heat(LEVELS, TIMES, RISING, 6890.0, 60, 21)[:-1]]
    border = next(at for at, line in enumerate(lines) if ZERO in line)
    assert all(HATCH not in line and HALF in line for line in lines[:border])
    assert all(line.count(HATCH) == len(TIMES) for line in lines[border + 1 :])
    assert set(lines[border]) == {ZERO}


def test_f61_the_shape_of_the_sign_is_seen_in_every_palette() -> None:
    lines = draw_heat(LEVELS, TIMES, RISING, 6890.0, 60, 21)[:-1]
    hatched = {role for line in lines for text, role in line if HATCH in text}
    assert hatched
    for palette in PALETTES.values():
        assert all(palette.inks[role].fg != palette.inks[role].bg for role in hatched)


def test_f61_without_blocks_the_signs_are_letters() -> None:
    lines = [text_of(line)[AXIS:] for line in draw_heat(LEVELS, TIMES, RISING, None, 60, 21, plain=True)[:-1]]
    assert set("".join(lines)) == set("+#0-=")
    assert set(lines[0]) == {"#"}
    assert set(lines[-1]) == {"="}


def test_the_line_of_zero_follows_where_the_sign_changes() -> None:
    falling = tuple(tuple(level - (6960.0 - 10 * at) for level in LEVELS) for at in range(len(TIMES)))
    lines = draw_heat(LEVELS, TIMES, falling, None, AXIS + len(TIMES), 21)[:-1]
    rows = [next(row for row, line in enumerate(lines) if text_of(line)[AXIS + at] == ZERO) for at in range(13)]
    assert rows == sorted(rows)
    assert rows[-1] - rows[0] == 12


def test_the_line_is_in_the_colour_of_zero_gamma() -> None:
    zero = {role for line in draw_heat(LEVELS, TIMES, RISING, None, 60, 21) for text, role in line if ZERO in text}
    assert zero == {"flip"}


def test_two_prices_a_row() -> None:
    lines = draw_heat(LEVELS, TIMES, RISING, None, 60, 9)[:-1]
    halves = [role for line in lines for text, role in line if HALF in text and role in ROLES]
    assert any(ROLES[role][0] != ROLES[role][1] for role in halves)
    assert all(top >= bottom for top, bottom in (ROLES[role] for role in halves))


def test_prices_spot_and_times_are_named() -> None:
    texts = [text_of(line) for line in draw_heat(LEVELS, TIMES, RISING, 6890.4, 60, 21)]
    assert sum(text.startswith("  6,890►") for text in texts) == 1
    assert any(text.startswith("  6,950 ") for text in texts)
    assert texts[-1].split()[0] == "14:32"
    assert texts[-1].rstrip().endswith("15:56")
    assert len(texts[-1].split()) >= 5


def test_spot_outside_is_not_marked() -> None:
    assert not any("►" in text_of(line) for line in draw_heat(LEVELS, TIMES, RISING, 7100.0, 60, 21))


def test_one_time_is_a_column() -> None:
    lines = draw_heat(LEVELS, TIMES[:1], RISING[:1], 6890.0, 30, 10)
    assert len(lines) == 10
    assert "14:32" in text_of(lines[-1])


@pytest.mark.parametrize(
    ("value", "size"), [(0.0, 0), (1.0, 1), (6.25, 1), (6.3, 2), (25.0, 2), (57.0, 4), (-100.0, -4)]
)
def test_size_by_the_root_of_the_share(value: float, size: int) -> None:
    assert class_of(value, 100.0) == size


def test_nothing_anywhere_is_no_sign() -> None:
    assert class_of(0.0, 0.0) == 0
    nothing = tuple((0.0,) * len(LEVELS) for _ in TIMES)
    text = "".join(text_of(line)[AXIS:] for line in draw_heat(LEVELS, TIMES, nothing, None, 60, 9)[:-1])
    assert set(text) == {HALF}


def test_every_pair_of_classes_has_its_role() -> None:
    assert len(ROLES) == 81
    assert all(ROLES[heat_role(*pair)] == pair for pair in itertools.product(range(-4, 5), repeat=2))
