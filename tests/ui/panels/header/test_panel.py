"""The header widget."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.price.result import price_channel
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.header.panel import Header, compose
from spxcc.ui.panels.header.view_model import build
from spxcc.ui.renderables.cells import text_of, width_of
from tests.fakes.desk_data import LAST, full_desk, price, tick
from tests.fakes.screens import INKS, make_frame
from tests.fakes.store import FakeController, FakeStore

BUILT = build(make_frame())


@given(st.integers(0, 220))
def test_exact_at_any_width_and_the_mode_stays(width: int) -> None:
    line = compose(*BUILT, width)
    assert width_of(line) == width
    if width >= 20:
        assert "SIM" in text_of(line)


def test_price_stays_longest_and_more_room_shows_more() -> None:
    segments, mode = build(make_frame())
    shown = [text_of(compose(segments, mode, width)) for width in (32, 80, 120, 160)]
    assert all("6,885.86" in text for text in shown)
    assert "γ" in shown[1]
    assert "RANGING" in shown[2]
    assert "VIX" in shown[3]


def runs_of_price(
    header: Header, desk: tuple[FakeStore, FakeController], options: UiOptions
) -> tuple[tuple[str, str], ...]:
    frame = make_frame(desk, options)
    (line,) = header.paint(frame, 120, 1)
    start = next(at for at, (text, _) in enumerate(line) if "6,88" in text)
    end = next(at for at, (text, _) in enumerate(line) if text in (" ▲", " ▼"))
    return line[start:end]


def test_a_changed_price_flashes_for_a_moment() -> None:
    desk = full_desk()
    header, options = Header(INKS, "SPX"), UiOptions(fps=0)
    still = (("6,885.86", "bright"),)
    assert runs_of_price(header, desk, options) == still
    desk[1].advance(0.2)
    tick(desk[0], LAST + 0.5)
    assert runs_of_price(header, desk, options) == (("6,88", "bright"), ("6.36", "up_bold"))
    ends = header.due_ns
    assert ends is not None
    assert (ends - desk[1].now()) == 150_000_000
    desk[1].advance(0.15)
    assert runs_of_price(header, desk, options) == (("6,886.36", "bright"),)
    assert header.due_ns is None
    tick(desk[0], LAST - 0.5)
    assert runs_of_price(header, desk, UiOptions(fps=0, reduced_motion=True)) == (("6,885.36", "bright"),)
    assert header.due_ns is None


def test_ages_of_the_calm_parts_move_four_times_a_second_and_their_values_at_once() -> None:
    store, clock = full_desk()
    header, options = Header(INKS, "SPX"), UiOptions(fps=0)

    def text() -> str:
        return text_of(header.paint(make_frame((store, clock), options), 200, 1)[0])

    assert "VIX 16.20 0ms" in text()
    clock.advance(0.2)
    assert "VIX 16.20 0ms" in text()
    assert "SIM 200ms" in text()
    clock.advance(0.1)
    assert "VIX 16.20 300ms" in text()
    store.put(price_channel("VIX"), price("VIX", 17.5))
    assert "VIX 17.50" in text()
