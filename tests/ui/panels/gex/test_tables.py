"""Tables of the full view."""

import msgspec
import pytest

from spxcc.engines.gex.result import GexResult, HedgeFlow
from spxcc.ui.panels.gex.tables import (
    amount,
    combined_lines,
    expiry_lines,
    flow_lines,
    left,
    scenario,
    scope_lines,
    view_lines,
)
from spxcc.ui.renderables.cells import Line, text_of, width_of
from tests.fakes.desk_data import gex


def words(lines: list[Line]) -> list[str]:
    return [" ".join(text_of(line).split()) for line in lines]


def flow(share: float = 0.0, minutes: float = 0.0, points: float = 0.0) -> HedgeFlow:
    return HedgeFlow(
        spot_share=share, minutes=minutes, vol_points=points, flow=-1.2e9, gamma=-1e9, charm=-3e8, vanna=2e8,
        residual=-1e8,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (flow(0.005), "+0.5 %"),
        (flow(-0.02), "−2 %"),
        (flow(minutes=88.0), "in 88m"),
        (flow(minutes=390.0), "in 6h30"),
        (flow(points=-1.0), "σ −1"),
        (flow(-0.01, 60.0, 1.0), "−1 % 60m σ +1"),
        (flow(), "nothing"),
    ],
)
def test_a_scenario_by_name(one: HedgeFlow, text: str) -> None:
    assert scenario(one) == text


def test_flows_with_what_explains_them() -> None:
    lines = words(flow_lines((flow(0.01),), 60))
    assert lines == ["if flow gamma charm vanna rest", "+1 % −1.20B −1.00B −300M +200M −100M"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(-18.35e9, "−18.35B"), (-126.12e9, "−126B"), (126.12e9, "+126B"), (-1.2e12, "−1,200B"), (0.0, "0"), (None, "–")],
)
def test_amounts_take_seven_cells_at_most(value: float | None, text: str) -> None:
    assert amount(value) == text


def test_flows_fit_their_width() -> None:
    assert max(width_of(line) for line in flow_lines(gex().hedge_flows, 52)) <= 52
    assert words(flow_lines((), 59)) == ["– no scenario was computed"]


def test_every_scope_with_net_and_flip() -> None:
    lines = words(scope_lines(gex().scopes))
    assert [line.split()[0] for line in lines[1:]] == ["all", "0dte", "week", "monthly", "ex-0dte", "ex-next-opex"]
    assert lines[1].endswith("6,890.0")
    assert lines[4].endswith("no root")


def test_views_stand_under_their_own_names_and_say_why_they_are_empty() -> None:
    lines = words(view_lines(gex(), 59))
    assert lines[1].startswith("open interest −688M")
    assert lines[2] == "volume +1.10B +4.20B −3.10B no root 3.0M"
    assert lines[3] == "flow-adjusted – no print of today with a known side"
    assert lines[4].startswith("SPX+SPY −826M")
    assert lines[5] == "CW 6,905 PW 6,870 · SPY × 10.0359"


def test_views_that_are_not_there_say_so() -> None:
    bare = msgspec.structs.replace(gex(), volume_view=None, flow_view=None, combined=None)
    lines = words(view_lines(bare, 59))
    assert lines[2:4] == ["volume – not in this result", "flow-adjusted – not in this result"]
    assert lines[4] == "combined – needs both chains and a live ratio"


def test_combined_without_a_flip_says_why() -> None:
    one = gex().combined
    assert one is not None
    without = msgspec.structs.replace(one, flip=None, flip_reason="positive everywhere")
    lines = words(combined_lines(msgspec.structs.replace(gex(), combined=without), 59))
    assert lines[0].endswith("no root")
    assert lines[-1] == "– positive everywhere"


def test_why_there_is_no_combined() -> None:
    bare = msgspec.structs.replace(gex(), combined=None, combined_reason="no chain of SPY or XSP")
    assert words(combined_lines(bare, 59)) == ["combined – no chain of SPY or XSP"]


def test_what_combined_lacks_stands_below_it() -> None:
    part = msgspec.structs.replace(gex(), combined_reason="XSP: the chain is incomplete: rows or pages are missing")
    lines = combined_lines(part, 52)
    assert words(lines)[0].startswith("SPX+SPY −826M")
    assert " ".join(words(lines)[2:]) == "– without XSP: the chain is incomplete: rows or pages are missing"
    assert max(width_of(line) for line in lines) <= 52
    assert len(combined_lines(gex(), 52)) == 2


def test_f35_expiries_with_calls_and_puts_where_there_is_room() -> None:
    narrow, wide = words(expiry_lines(gex().by_expiry, 53)), words(expiry_lines(gex().by_expiry, 90))
    assert narrow[1] == "SPXW 2026-11-19 88m −400M 63 % 14.1 % 6,885"
    assert wide[0] == "expiry left net call put forward share IV pain"
    assert wide[1] == "SPXW 2026-11-19 88m −400M +1.00B −1.40B 6,885.9 63 % 14.1 % 6,885"
    assert max(width_of(line) for line in expiry_lines(gex().by_expiry, 53)) <= 53


def test_an_expiry_without_volatility_and_pain() -> None:
    one = msgspec.structs.replace(gex().by_expiry[0], atm_iv=None, max_pain=None)
    assert words(expiry_lines((one,), 53))[1].endswith("63 % – –")


@pytest.mark.parametrize(("minutes", "text"), [(42.4, "42m"), (250.0, "4h10"), (41_760.0, "29d")])
def test_time_left(minutes: float, text: str) -> None:
    assert left(minutes) == text


def test_reasons_are_wrapped() -> None:
    view = gex().flow_view
    assert view is not None
    long = msgspec.structs.replace(view, reason="no print of today has a side that is known well enough to count it")
    result: GexResult = msgspec.structs.replace(gex(), flow_view=long)
    assert all(width_of(line) <= 40 for line in view_lines(result, 40)[3:6])
    assert "enough to count it" in " ".join(words(view_lines(result, 40)))
