"""Alerts in words."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from spxcc.engines.alerts.result import AlertBook, Fired
from spxcc.ui.frame import Frame
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.alerts.view_model import fired_line, here, strip, unseen, waiting_ids
from spxcc.ui.renderables.cells import text_of, width_of
from tests.fakes.alerts import alert_book, firing
from tests.fakes.pictures import busy_day
from tests.fakes.screens import empty_frame, make_frame, roles_known


def framed(book: AlertBook | None, **choices: Any) -> Frame:
    return replace(make_frame(**choices), alerts=book)


def test_the_strip_lists_number_words_and_state_what_needs_an_eye_first() -> None:
    left, right = strip(framed(alert_book()))
    assert text_of(left).startswith(" ALERTS  [3] flip fired ")
    assert "[1] touch 6905  " in text_of(left)
    assert "[2] sweep >= 1M each" in text_of(left)
    assert text_of(right) == " bell on  desktop off "
    assert roles_known([left, right])


def test_an_empty_strip_says_which_key_makes_one() -> None:
    assert "a makes one at the cursor" in text_of(strip(framed(AlertBook()))[0])
    assert "not heard from the server yet" in text_of(strip(framed(None))[0])


def test_mute_is_shown_with_its_end_and_only_until_then() -> None:
    frame = framed(None)
    now = frame.now // 1_000_000
    muted = replace(frame, alerts=AlertBook(muted_until=now + 60_000))
    assert text_of(strip(muted)[1]).startswith(" MUTED ")
    over = replace(frame, alerts=AlertBook(muted_until=now))
    assert "bell on" in text_of(strip(over)[1])
    silent = replace(over, options=UiOptions(mute=True))
    assert text_of(strip(silent)[1]) == " bell off  desktop off "


def test_alerts_and_messages_of_the_coach_wait_together_newest_first() -> None:
    frame = framed(alert_book())
    ids = waiting_ids(frame)
    assert "f1" in ids
    assert len(ids) == len(set(ids)) > 1
    seen = replace(frame, state=replace(frame.state, seen=frozenset({"f1"})))
    assert "f1" not in waiting_ids(seen)
    assert unseen(seen) == ()
    done = msgspec.structs.replace(alert_book(), fired=(firing("f1", acknowledged=True),))
    assert unseen(framed(done)) == ()


def test_a_fired_line_tells_price_age_and_delay() -> None:
    one: Fired = firing("f1")
    assert text_of(fired_line(one)).endswith(
        "price now below zero gamma 6,890.00 · SPX 6,889.25, 40ms old · told after 120ms"
    )
    bare = msgspec.structs.replace(one, price=None, age_ms=None, latency_ms=None, acknowledged=True)
    assert text_of(fired_line(bare)).endswith("price now below zero gamma 6,890.00")


def test_one_key_takes_crosshair_then_setup_then_list_then_last_price() -> None:
    frame = make_frame()
    bars = frame.source.book("SPX").candles("1m")
    last = here(frame)
    assert last is not None
    assert last.what == "the last price"
    cross = here(make_frame(crosshair=bars[-3].start))
    assert cross is not None
    assert cross.words == f"touch {bars[-3].close:.2f}".rstrip("0").rstrip(".")
    pointed = here(make_frame(crosshair=bars[-3].start, cross_price=6902.5))
    assert pointed is not None
    assert (pointed.words, pointed.what) == ("touch 6902.5", "the crosshair")
    setup = here(make_frame(setup_id="s1"))
    assert setup is not None
    assert setup.what.startswith("entry of")
    level = here(make_frame(focus="levels"))
    assert level is not None
    assert level.what != "the last price"
    picked = here(make_frame(focus="levels", level_id="L-call_wall"))
    assert picked is not None
    assert picked.words != level.words
    assert here(empty_frame()) is None


@pytest.mark.parametrize("row", [0, 3, 500])
def test_the_list_of_levels_gives_its_first_row_in_sight(row: int) -> None:
    frame = make_frame(focus="levels")
    found = here(replace(frame, state=frame.state.with_row("levels", row)))
    assert found is not None
    assert found.words.startswith("touch ")


def test_an_entry_is_shown_whole_or_counted() -> None:
    store, clock = busy_day()
    frame = replace(make_frame((store, clock)), alerts=clock.alerts.book)
    full = text_of(strip(frame)[0])
    assert "more" not in full
    for width in range(20, 200):
        left, right = strip(frame, width)
        text = text_of(left)
        shown = text.count("[")
        assert width_of(left) + width_of(right) < width or shown == 0
        assert shown == 6 or f"+{6 - shown} more" in text or "6 set" in text
