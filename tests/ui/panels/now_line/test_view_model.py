"""The NOW line."""

from typing import Any

from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.panels.now_line.view_model import build, top_setup
from spxcc.ui.renderables.cells import text_of
from tests.fakes.desk_data import LAST, NOW, full_desk, price, setup
from tests.fakes.screens import empty_frame, make_frame
from tests.fakes.store import FakeConnection


def left(**choices: Any) -> str:
    return text_of(build(make_frame(**choices))[0])


def test_the_furthest_setup_is_observed() -> None:
    text = left()
    assert text.startswith(" READY ▏FADE ↓ CALL WALL 6,905 · 2/3 · entry 6,904")
    assert "n 0 · null 43 %" in text
    assert not {"buy", "sell", "enter", "exit", "take"} & set(text.lower().split())


def test_f59_the_selected_setup_comes_first() -> None:
    assert left(setup_id="s2").startswith(" FORMING ▏FADE ↑")
    chosen = top_setup(make_frame(setup_id="s3"))
    assert chosen is not None
    assert chosen.id == "s3"


def test_closed_setups_are_not_now() -> None:
    store, clock = full_desk()
    store.put_items(SETUPS_UPDATE, [setup("s3", "invalidated")])
    assert text_of(build(make_frame((store, clock)))[0]) == " NOW ▏no setup has its conditions met"


def test_alerts_are_counted() -> None:
    assert text_of(build(make_frame())[1]) == " ! 1 alert "
    assert build(make_frame(seen=frozenset({"m3"})))[1] == ()


def test_stale_data_is_said_instead() -> None:
    store, clock = full_desk()
    clock.advance(10)
    store.connect(FakeConnection("waiting", "lost the server", 4.0))
    text = text_of(build(make_frame((store, clock)))[0])
    assert text == " STALE ▏no fresh data for 10s: what is shown is old · lost the server · R retries now"


def test_frames_that_bring_the_same_price_are_no_fresh_data() -> None:
    store, clock = full_desk()
    for _ in range(5):
        clock.advance(1.0)
        store.put(price_channel("SPX"), price(last=LAST, at=NOW))
    text = text_of(build(make_frame((store, clock)))[0])
    assert text.startswith(" STALE ▏no fresh data for 5.0s: what is shown is old")


def test_before_data_it_says_what_it_waits_for() -> None:
    assert "connecting…" in text_of(build(empty_frame(connected=False))[0])
