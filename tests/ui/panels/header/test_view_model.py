"""Words of the header."""

from typing import Any

import pytest

from spxcc.engines.price.result import price_channel
from spxcc.engines.session.result import STATUS
from spxcc.ui.panels.header.view_model import build
from spxcc.ui.renderables.cells import text_of
from tests.fakes.desk_data import LAST, NOW, full_desk, price, status
from tests.fakes.screens import empty_frame, make_frame


def words(**changes: Any) -> str:
    segments, mode = build(make_frame(**changes))
    return " ".join(text_of(segment.line) for segment in segments) + " " + text_of(mode)


def test_every_number_has_its_age() -> None:
    store, clock = full_desk()
    clock.advance(2)
    store.put(price_channel("SPX"), price(at=clock.now()))
    segments, mode = build(make_frame((store, clock)))
    text = " ".join(text_of(segment.line) for segment in segments)
    for part in (
        "basis +1.93 z−0.6 2.0s",
        "γ NEG −688M 2.0s",
        "RANGING 18m 2.0s",
        "VIX 16.20 2.0s",
        "SPY 686.12 2.0s",
    ):
        assert part in text
    assert text_of(mode) == " ● SIM 0ms "


def test_price_change_and_clock() -> None:
    text = words()
    for part in ("SPX 6,885.86 ▲", "+12.41", "+0.18%", "γ NEG −688M", "EM ±38 61%", "14:32:07", "T-1h27"):
        assert part in text


@pytest.mark.parametrize("mode", ["live", "delayed", "replay", "sim"])
def test_f60_live_is_not_said_after_three_seconds_of_silence(mode: str) -> None:
    store, clock = full_desk()
    store.put(STATUS, status(mode))
    assert mode.upper() in text_of(build(make_frame((store, clock)))[1])
    clock.advance(100 if mode == "replay" else 3.1)
    shown = text_of(build(make_frame((store, clock)))[1])
    assert "STALE" in shown
    assert "LIVE" not in shown
    assert any(character.isdigit() for character in shown)


def test_f60_age_of_a_frozen_price_climbs() -> None:
    store, clock = full_desk()
    store.put(STATUS, status("live"))
    clock.advance(7)
    store.put(price_channel("SPX"), price(last=LAST, at=NOW))
    assert text_of(build(make_frame((store, clock)))[1]) == " ○ STALE 7.0s "


def test_nothing_known_is_a_dash() -> None:
    segments, mode = build(empty_frame(connected=False))
    text = " ".join(text_of(segment.line) for segment in segments)
    assert "SPX –" in text
    assert "γ –" in text
    assert "CONNECTING" in text_of(mode)


def test_frozen_banner() -> None:
    assert "FROZEN" in words(frozen=True)


def test_closed_market_counts_to_the_opening() -> None:
    store, clock = full_desk()
    store.put(STATUS, status("sim", "closed"))
    assert "opens 18h57" in " ".join(text_of(one.line) for one in build(make_frame((store, clock)))[0])
