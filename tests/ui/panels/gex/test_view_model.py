"""What the GEX panel says."""

import msgspec
import pytest

from spxcc.engines.gex.result import Coverage, GexResult, gex_channel
from spxcc.ui.panels.gex.view_model import NO_BAND, GexView, assumption, build, cover, cover_line, filled, tags_of
from spxcc.ui.renderables.cells import text_of
from tests.fakes.desk_data import full_desk, gex, setup
from tests.fakes.screens import empty_frame, make_frame


def view_of(result: GexResult, width: int = 30) -> GexView:
    store, clock = full_desk()
    store.put(gex_channel("SPX"), result)
    return build(make_frame((store, clock)), width)


def words_of(view: GexView) -> str:
    return "\n".join(text_of(line) for line in view.totals)


def test_totals_name_net_calls_puts_flip_walls_bands_and_provenance() -> None:
    words = words_of(build(make_frame()))
    for wanted in ("net −", "C +1.93B P −2.62B std sign", "flip 6,890.0 +4.1", "P⁺ 0.31", "CW 6,905 +19",
                   "PW 6,870 −16", "OI 11-18", "net-standard/1", "(−1.90B…+400M)", "flip band 6,884.0…6,893.0",
                   "cov 97 %  0ms", "1!"):  # fmt: skip
        assert wanted in words


def test_f33_the_first_lines_hold_net_flip_coverage_and_age() -> None:
    first = [text_of(line) for line in build(make_frame()).totals[:6]]
    assert [line.split()[0] for line in first] == ["net", "flip", "flip", "CW", "cov", "Δ5m"]
    assert all(len(line) <= 30 for line in first)


def test_flip_and_its_band_share_a_line_where_there_is_room() -> None:
    assert "flip 6,890.0 +4.1 (6,884.0…6,893.0) P⁺ 0.31" in words_of(build(make_frame(), 46))


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (29, "flip band 6,884.0…6,893.0"),
        (33, "flip band 6,884.0…6,893.0"),
        (34, "flip band (signs) 6,884.0…6,893.0"),
        (49, "+4.1 (6,884.0…6,893.0) P⁺"),
        (50, "+4.1 (signs 6,884.0…6,893.0) P⁺"),
    ],
)
def test_the_flip_band_says_of_what_it_is_where_that_fits(width: int, text: str) -> None:
    assert text in words_of(build(make_frame(), width))


def test_sides_are_named_in_full_where_there_is_room_and_by_their_assumption() -> None:
    assert "call +1.93B put −2.62B standard sign" in words_of(build(make_frame(), 60))
    bare = msgspec.structs.replace(gex(), quality=None)
    assert "call +1.93B put −2.62B\n" in words_of(view_of(bare, 60))


def test_no_flip_says_why_and_never_shows_spot() -> None:
    view = view_of(gex(flip=None))
    assert "flip – no sign change within\n  ±15 %" in words_of(view)
    assert "P⁺ 0.31" in words_of(view)
    assert "ZG" not in "".join(view.tags.values())


def test_no_flip_band_says_why() -> None:
    result = gex()
    assert result.band is not None
    band = msgspec.structs.replace(result.band, flip_p10=None, flip_p90=None)
    for width in (30, 60):
        assert f"flip band – {NO_BAND}" in words_of(view_of(msgspec.structs.replace(result, band=band), width))


def test_without_a_band_nothing_is_said_of_it() -> None:
    words = words_of(view_of(msgspec.structs.replace(gex(), band=None)))
    assert "P⁺" not in words
    assert "band" not in words


def test_no_wall_says_why() -> None:
    result = msgspec.structs.replace(gex(), call_wall=None, put_wall=None, wall_reason="no strike stands out above")
    assert "walls – no strike stands out above" in words_of(view_of(result))
    half = msgspec.structs.replace(gex(), call_wall=None)
    assert "CW – PW 6,870" in words_of(view_of(half))


def test_refused_gex_gives_its_reason_and_what_is_known_all_the_same() -> None:
    view = view_of(gex(flip=None, reason="fewer than 3 strikes around the money"))
    assert view.reason == "fewer than 3 strikes around the money"
    assert words_of(view).startswith("cov –  0ms  OI 11-18")


def test_nothing_yet() -> None:
    view = build(empty_frame())
    assert view.reason == "waiting for the first value of gex:SPX"
    assert view.gex is None


def test_f59_selected_setup_is_tagged_at_its_strike() -> None:
    assert tags_of(gex()) == {6905.0: "CW", 6870.0: "PW", 6890.0: "ZG"}
    assert tags_of(gex(), setup())[6905.0] == "◆CW"
    assert build(make_frame(setup_id="s1")).tags[6905.0] == "◆CW"


def covering(share: float, of_neighbours: float = 0.0) -> Coverage:
    return Coverage(
        contracts_total=10, contracts_used=9, oi_total=100, oi_used_share=1.0, iv_from_mid=9, iv_from_vendor=0,
        crossed=0, oi_valid_share=share, oi_filled_share=of_neighbours,
    )  # fmt: skip


@pytest.mark.parametrize(("share", "text"), [(1.0, "100 %"), (0.9999, "99 %"), (0.984, "98 %"), (0.0, "0 %")])
def test_coverage_is_never_rounded_up_to_all(share: float, text: str) -> None:
    assert cover(covering(share)) == text
    assert cover(None) == "–"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, ""), (0.0049, ""), (0.005, " +1 % filled"), (0.0149, " +1 % filled"), (0.03, " +3 % filled")],
)
def test_what_is_filled_is_told_from_half_a_percent_on_in_full_only(share: float, text: str) -> None:
    one = covering(0.95, share)
    assert filled(one) == text
    result = msgspec.structs.replace(gex(), coverage=one)
    assert text_of(cover_line(result, 0.0, in_full=True)).startswith(f"cov 95 %{text}  0ms")
    assert text_of(cover_line(result, 0.0)).startswith("cov 95 %  0ms")
    assert filled(None) == ""


def test_open_interest_of_an_unknown_day_says_so() -> None:
    assert "OI date ?" in words_of(view_of(msgspec.structs.replace(gex(), open_interest_date=None)))


def test_assumption_then_name() -> None:
    assert assumption("spxcc-gex/1: standard sign; more") == "standard sign · spxcc-gex/1"
    assert assumption("net-standard/1") == "net-standard/1"
