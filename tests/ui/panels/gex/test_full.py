"""The full view at several sizes."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.gex.result import GexResult, gex_channel
from spxcc.ui.panels.gex.full import SECTIONS, draw_full
from spxcc.ui.panels.gex.view_model import GexView, build
from tests.fakes.desk_data import full_desk, gex
from tests.fakes.screens import check_snapshot, exact, make_frame, roles_known, texts

FULL = build(make_frame())


def view_of(result: GexResult) -> GexView:
    store, clock = full_desk()
    store.put(gex_channel("SPX"), result)
    return build(make_frame((store, clock)))


@pytest.mark.parametrize(("width", "height"), [(160, 44), (100, 26), (80, 20)])
def test_pictures(width: int, height: int) -> None:
    lines = draw_full(FULL, 0, width, height, plain=False)
    assert exact(lines, width, height)
    assert roles_known(lines)
    check_snapshot(f"gex_full_{width}x{height}", "\n".join(texts(lines)) + "\n")


def test_picture_without_blocks() -> None:
    lines = draw_full(FULL, 1, 100, 26, plain=True)
    text = "\n".join(texts(lines)) + "\n"
    assert not set("█▒▀▏▎▍▌▋▊▉╌") & set(text)
    check_snapshot("gex_full_plain_100x26", text)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 200), st.integers(1, 60), st.integers(0, 9), st.booleans())
def test_any_size(width: int, height: int, first: int, plain: bool) -> None:
    lines = draw_full(FULL, first, width, height, plain)
    assert exact(lines, width, height)
    assert roles_known(lines)


def test_f61_sixty_strikes_fold_at_spot() -> None:
    lines = [line[:100] for line in texts(draw_full(FULL, 0, 160, 44, plain=False))[:31]]
    left = [int(line.split()[0]) for line in lines[1:]]
    right = [int(line[50:].split()[0]) for line in lines[1:]]
    both = left + right
    assert len(both) == 60
    assert both == sorted(both, reverse=True)
    assert "┼" in lines[1][50:]


def test_the_picture_of_160x48_has_what_is_looked_at_first_and_the_rest_is_one_key_away() -> None:
    text = "\n".join(texts(draw_full(FULL, 0, 160, 44, plain=False)))
    for wanted in ("totals", "by expiry", "price × time", "change", "Δ5m █▇▆▆▅▄▃▃▂▁▁ −420M since 14:27:07",
                   "strike × expiry", "later", "hedge flow", "cov 97 %", "╌", "j more: hedge flow"):  # fmt: skip
        assert wanted in text
    rest = "\n".join(texts(draw_full(FULL, 3, 160, 44, plain=False)))
    for wanted in ("scopes", "views", "SPX+SPY", "ex-next-opex", "−1 % 60m σ +1", "8,290 of 8,484 contracts"):
        assert wanted in rest


@pytest.mark.parametrize(("width", "height"), [(160, 44), (100, 26), (80, 20)])
def test_every_section_can_be_reached(width: int, height: int) -> None:
    seen = "\n".join(
        text for first in range(len(SECTIONS)) for text in texts(draw_full(FULL, first, width, height, plain=False))
    )
    for wanted in ("flip 6,890.0", "15:59", "+2 %", "ex-next-opex", "flow-adjusted",
                   "SPXW 2026-11-20", "residual sd"):  # fmt: skip
        assert wanted in seen


def test_without_a_map_and_flows_it_says_so() -> None:
    bare = view_of(msgspec.structs.replace(gex(), heat=None, hedge_flows=(), grid=None, change=None))
    text = "\n".join(texts(draw_full(bare, 0, 160, 44, plain=False)))
    assert "– no map was computed" in text
    assert "– nothing is known from half a minute ago or longer" in text
    assert "– exposures by strike and date were not told" in text
    assert "net Δ –" in text
    assert "– no scenario was computed" in text
