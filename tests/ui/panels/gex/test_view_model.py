"""What the GEX panel says."""

from spxcc.engines.gex.result import gex_channel
from spxcc.ui.panels.gex.view_model import build, tags_of
from spxcc.ui.renderables.cells import text_of
from tests.fakes.desk_data import full_desk, gex, setup
from tests.fakes.screens import empty_frame, make_frame


def test_totals_name_net_calls_puts_flip_walls_band_and_provenance() -> None:
    words = "\n".join(text_of(line) for line in build(make_frame()).totals)
    for wanted in ("net −", "call +", "put −", "flip 6,890.0 +4.1", "P⁺ 0.31", "CW 6,905 +19", "PW 6,870 −16",
                   "OI 2026-11-18", "net-standard/1", "(−1.90B…+400M)"):  # fmt: skip
        assert wanted in words


def test_no_flip_says_why_and_never_shows_spot() -> None:
    store, clock = full_desk()
    store.put(gex_channel("SPX"), gex(flip=None))
    view = build(make_frame((store, clock)))
    words = "\n".join(text_of(line) for line in view.totals)
    assert "flip – no sign change within ±15 %" in words
    assert "ZG" not in "".join(view.tags.values())


def test_refused_gex_gives_its_reason() -> None:
    store, clock = full_desk()
    store.put(gex_channel("SPX"), gex(flip=None, reason="fewer than 3 strikes around the money"))
    assert build(make_frame((store, clock))).reason == "fewer than 3 strikes around the money"


def test_nothing_yet() -> None:
    assert build(empty_frame()).reason == "waiting for the first value of gex:SPX"


def test_f59_selected_setup_is_tagged_at_its_strike() -> None:
    assert tags_of(gex()) == {6905.0: "CW", 6870.0: "PW", 6890.0: "ZG"}
    assert tags_of(gex(), setup())[6905.0] == "◆CW"
    assert build(make_frame(setup_id="s1")).tags[6905.0] == "◆CW"
