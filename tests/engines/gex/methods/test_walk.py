"""From a published method to ours: both ends, and every change accounted for."""

import dataclasses
import math

import numpy as np
import pytest

from spxcc.engines.gex.measure import Given, Measured, measure_chain
from spxcc.engines.gex.methods import gflows, perfiliev
from spxcc.engines.gex.methods.convention import Convention, by_convention
from spxcc.engines.gex.methods.walk import Step, ended, walk
from spxcc.engines.gex.params import DEFAULTS, GexSettings
from spxcc.market.snapshot import MarketSnapshot, OptionChain
from tests.engines.gex.books import index_chain, index_snapshot
from tests.engines.gex.methods.test_convention import quoted_chain
from tests.fakes.cboe_chain import real_chain
from tests.fakes.snapshots import make_session

WAYS = (gflows.convention(0.03611), perfiliev.CONVENTION)


def walked(
    chain: OptionChain,
    snapshot: MarketSnapshot,
    way: Convention,
    settings: GexSettings = DEFAULTS,
    expiries: frozenset[str] | None = None,
) -> tuple[tuple[Step, ...], Measured]:
    measured = measure_chain(snapshot, chain, settings, Given())
    return walk(chain, measured.view, snapshot.as_of, way, settings, expiries), measured


def check_ends(steps: tuple[Step, ...], measured: Measured, chain: OptionChain, way: Convention, spot: float) -> None:
    result = measured.result
    assert result.gross_gex is not None
    assert steps[-1].net == pytest.approx(result.net_gex, abs=1e-9 * result.gross_gex)
    assert steps[-1].flip == pytest.approx(result.flip_point, abs=0.0051)
    published = by_convention(chain, chain.ts_event, spot, way)
    assert steps[0].net == pytest.approx(published.net, rel=1e-9)
    assert steps[0].flip == pytest.approx(published.flip, rel=1e-12)
    first, last = steps[0].net, steps[-1].net
    assert first is not None
    assert last is not None
    assert sum(step.net_change or 0.0 for step in steps) == pytest.approx(last - first, rel=1e-9)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_f33_the_walk_begins_at_the_tool_and_ends_at_our_number(way: Convention) -> None:
    chain = quoted_chain()
    steps, measured = walked(chain, index_snapshot(chain), way)
    check_ends(steps, measured, chain, way, 6000.0)
    assert [step.label.split(":")[0] for step in steps] == [
        f"{way.name} as published",
        "time",
        "settlement",
        "rate",
        "carry",
        "volatility",
        "grid",
    ]
    assert (steps[0].net_change, steps[0].flip_change) == (None, None)


@pytest.mark.real_data
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize(
    ("name", "day", "clock"),
    [("spx_2022-12-12_2030ET", "2022-12-12", "20:15"), ("spx_2023-09-14_1631ET", "2023-09-14", "16:15")],
)
def test_f33_both_ends_on_real_chains(name: str, day: str, clock: str, way: Convention) -> None:
    chain = real_chain(name, day, clock)
    session = make_session(chain.ts_event, day)
    snapshot = MarketSnapshot(as_of=chain.ts_event, mode="replay", session=session, chains={"SPX": chain})
    steps, measured = walked(chain, snapshot, way)
    assert chain.underlying_price is not None
    check_ends(steps, measured, chain, way, chain.underlying_price)


@pytest.mark.parametrize(
    ("settings", "label"),
    [
        (DEFAULTS, "grid: 300 prices, first crossing → exact at spot, root nearest spot"),
        (GexSettings(sign_model="all-short"), "sign: standard → all-short"),
        (
            GexSettings(sign_overrides={"2026-01-14": "moneyness"}),
            "sign: standard → standard, 2026-01-14 moneyness",
        ),
    ],
    ids=("standard", "all-short", "override"),
)
def test_f33_whatever_the_sign_model_start_and_changes_are_the_published_number(
    settings: GexSettings, label: str
) -> None:
    chain = quoted_chain()
    steps, measured = walked(chain, index_snapshot(chain), WAYS[0], settings)
    result = measured.result
    assert result.quality is not None
    assert result.gross_gex is not None
    found = ended(steps, result.net_gex, result.flip_point, result.quality.sign_model)
    assert (found[-1].label, found[-1].net, found[-1].flip) == (label, result.net_gex, result.flip_point)
    assert len(found) == len(steps) + (settings is not DEFAULTS)
    nets = [found[0].net or 0.0, *(step.net_change or 0.0 for step in found)]
    assert math.fsum(nets) == pytest.approx(result.net_gex, abs=1e-12 * result.gross_gex)
    if result.flip_point is not None:
        flips = [found[0].flip or 0.0, *(step.flip_change or 0.0 for step in found)]
        assert math.fsum(flips) == pytest.approx(result.flip_point, abs=1e-9)


def test_a_flip_that_the_sign_model_has_not_leaves_no_change() -> None:
    before = (Step("a", 1.0, 6000.0), Step("b", 3.0, 6010.0, 2.0, 10.0))
    assert ended(before, -5.0, None, "all-short") == (*before, Step("sign: standard → all-short", -5.0, None, -8.0))
    assert ended(before, 4.0, 6011.0, "standard") == (before[0], Step("b", 4.0, 6011.0, 3.0, 11.0))


def test_a_step_of_the_spot_where_what_is_printed_is_not_it() -> None:
    chain = dataclasses.replace(quoted_chain(), underlying_price=5990.0)
    steps, _ = walked(chain, index_snapshot(chain), WAYS[0])
    labels = [step.label for step in steps]
    assert "spot: printed → index 6,000.00" in labels
    given, _ = walked(chain, index_snapshot(chain), WAYS[0], GexSettings(spot=5980.0))
    assert given[0].label.endswith("spot 5,980.00")
    assert len(given) == len(steps) - 1


def test_of_a_scope_both_ends_are_of_the_scope() -> None:
    chain = quoted_chain()
    near = frozenset({"2026-01-14"})
    steps, measured = walked(chain, index_snapshot(chain), WAYS[0], expiries=near)
    scope = measured.result.scopes["0dte"]
    assert steps[-1].net == pytest.approx(scope.net, rel=1e-9)
    assert steps[-1].flip == pytest.approx(scope.flip, abs=0.0051)


def test_without_the_vendors_volatilities_the_way_begins_where_ours_come_in() -> None:
    chain = index_chain()
    steps, measured = walked(chain, index_snapshot(chain), WAYS[0])
    assert [step.net is None for step in steps] == [True] * 5 + [False] * 2
    assert all(step.net_change is None for step in steps[:6])
    assert steps[-1].net == pytest.approx(measured.result.net_gex, rel=1e-9)


def test_a_view_without_a_spot_has_no_way() -> None:
    chain = dataclasses.replace(index_chain(), bid=np.full(len(index_chain()), np.nan), underlying_price=None)
    snapshot = index_snapshot(chain, spx=None, spy=None)
    with pytest.raises(ValueError, match="expected a view with spot"):
        walked(chain, snapshot, WAYS[0])
