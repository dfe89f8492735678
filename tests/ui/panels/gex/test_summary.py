"""The numbers of the book as a whole, and what they stand on."""

import msgspec

from spxcc.engines.gex.result import GexRank, GexResult, WallShare, gex_channel
from spxcc.ui.panels.gex.summary import quality_lines, total_lines
from spxcc.ui.panels.gex.view_model import GexView, build
from spxcc.ui.renderables.cells import Line, text_of, width_of
from tests.fakes.desk_data import full_desk, gex
from tests.fakes.screens import empty_frame, make_frame


def view_of(result: GexResult) -> GexView:
    store, clock = full_desk()
    store.put(gex_channel("SPX"), result)
    return build(make_frame((store, clock)))


def words(lines: list[Line]) -> str:
    return "\n".join(text_of(line).strip() for line in lines)


def test_totals_name_every_exposure() -> None:
    text = words(total_lines(view_of(gex()), 46))
    for wanted in (
        "net −688M (−1.90B…+400M)",
        "gross 4.55B",
        "flip 6,890.0 +4.1 (6,884.0…6,893.0) P⁺ 0.31",
        "other roots 6,702.5",
        "CW 6,905 62 % then 6,930 6,955 · gross 6,900",
        "PW 6,870 35 % then 6,845 6,820 · gross 6,875",
        "cov 97 % +2 % filled  0ms  OI 11-18 1!",
        "EM ±30.2 straddle, ±38.0 1 sd to 11-19",
        "charm −15.18B a day · −2.31B to the close",
        "vanna +15.55B per σ point · speed +412M",
        "DEX +241.20B of customers",
        "most gamma 6,875",
    ):
        assert wanted in text
    assert max(width_of(line) for line in total_lines(view_of(gex()), 46)) <= 46


def test_a_wall_has_the_share_of_its_own_strike_not_of_the_draws_favourite() -> None:
    result = gex()
    assert result.band is not None
    band = msgspec.structs.replace(
        result.band, call_wall_share=0.9, call_walls=(WallShare(6900.0, 0.9), WallShare(6905.0, 0.07)),
        put_wall_share=0.8, put_walls=(WallShare(6875.0, 0.8),),
    )  # fmt: skip
    text = words(total_lines(view_of(msgspec.structs.replace(result, band=band)), 46))
    assert "CW 6,905 7 % then 6,930 6,955 · gross 6,900" in text
    assert "PW 6,870 0 % then 6,845 6,820 · gross 6,875" in text


def test_without_draws_no_share_stands_beside_a_wall() -> None:
    text = words(total_lines(view_of(msgspec.structs.replace(gex(), band=None)), 46))
    assert "CW 6,905 then 6,930 6,955 · gross 6,900" in text
    assert "PW 6,870 then 6,845" in text


def test_the_flip_band_is_named_where_there_is_room() -> None:
    assert "flip 6,890.0 +4.1 (signs 6,884.0…6,893.0) P⁺ 0.31" in words(total_lines(view_of(gex()), 52))


def test_what_is_not_known_is_a_dash_or_a_reason() -> None:
    bare = msgspec.structs.replace(
        gex(flip=None), charm_to_close=None, speed=None, dex=None, expected_move=None, absolute_gamma_strike=None,
        put_wall=None, wall_reason="no put below spot", flips=(),
    )  # fmt: skip
    text = words(total_lines(view_of(bare), 46))
    for wanted in ("flip – no sign change within ±15 %", "PW – no put below spot", "EM – no at-the-money volatility",
                   "– to the close", "speed –", "DEX –", "most gamma –"):  # fmt: skip
        assert wanted in text
    assert "other roots" not in text


def test_quality_begins_with_the_warnings() -> None:
    lines = quality_lines(view_of(gex()), 59)
    assert text_of(lines[0]).strip() == "! 2 of 30 expiries have a forward by interpolation"
    assert all(role == "warn" for _, role in lines[0])


def test_quality_names_coverage_sources_forwards_and_definition() -> None:
    text = " ".join(words(quality_lines(view_of(gex()), 59)).split())
    for wanted in ("cov 97 % +2 % filled of OI", "8,290 of 8,484 contracts",
                   "σ own 7,805, last trades 40, vendor 285, unbid 60, filled 100",
                   "3 quotes crossed", "spot index 200ms", "quotes 0ms", "OI 2026-11-18", "sign standard",
                   "forwards 2 by interpolated, 28 by parity", "residual sd ≤ 0.14 pt", "net-standard/1"):  # fmt: skip
        assert wanted in text
    assert "delayed" not in text


def test_a_delayed_feed_is_named() -> None:
    one = gex().quality
    assert one is not None
    delayed = msgspec.structs.replace(one, delay_s=900.0, source="cboe")
    assert "cboe delayed 15m" in words(quality_lines(view_of(msgspec.structs.replace(gex(), quality=delayed)), 59))


def test_without_quality_and_coverage_it_says_so() -> None:
    bare = msgspec.structs.replace(gex(), quality=None, coverage=None, open_interest_date=None, warnings=())
    text = " ".join(words(quality_lines(view_of(bare), 59)).split())
    for wanted in ("cov –", "OI date unknown", "what the numbers stand on was not told", "forwards –"):
        assert wanted in text


def test_lines_fit() -> None:
    for width in (30, 46, 59):
        assert max(width_of(line) for line in quality_lines(view_of(gex()), width)) <= width


def test_nothing_from_nothing() -> None:
    empty = build(empty_frame())
    assert total_lines(empty, 46) == []
    assert quality_lines(empty, 46) == []


def test_f35_the_rank_among_earlier_days_is_named_or_why_there_is_none() -> None:
    rank = GexRank(minute="10:42", days=8, below=2, percentile=0.25)
    text = words(total_lines(view_of(msgspec.structs.replace(gex(), rank=rank)), 46))
    assert "net above 25 % of 8 earlier days at 10:42" in text
    few = GexRank(minute="10:42", days=3, reason="3 earlier days of this minute, 5 needed")
    text = words(total_lines(view_of(msgspec.structs.replace(gex(), rank=few)), 46))
    assert "rank – 3 earlier days of this minute, 5 needed" in text
