"""How many clients, by a run that was kept."""

from pathlib import Path

import pytest

from spxcc.gateway.config import GatewayConfig
from spxcc.runtime.bench.capacity import CROWDS, RETURN_S, capacity, plan_markdown
from spxcc.runtime.bench.saved import SavedFigure, SavedRun
from spxcc.runtime.errors import UserError

ROOT = Path(__file__).parents[3]
RUN = SavedRun("2026-01-02T03:04:05Z", "Linux-6.1-x86_64", "3.11.7", (
    SavedFigure("clients: ours, slope", "µs", (4.0, 5.0, 9.0)), SavedFigure("fanout: ours 1,000", "µs", (5.0,)),
    SavedFigure("fanout: ours, p99", "ms", (20.0, 22.0)), SavedFigure("clients: ours, memory", "kB", (20.0,)),
    SavedFigure("herd: ours, processor", "s", (0.4, 0.5, 0.6)),
))  # fmt: skip


def without(name: str) -> SavedRun:
    """The run without a figure."""
    return replace_figures(tuple(one for one in RUN.figures if one.name != name))


def replace_figures(figures: tuple[SavedFigure, ...]) -> SavedRun:
    """The run with other figures."""
    return SavedRun(RUN.taken, RUN.platform, RUN.python, figures)


def test_bounds_are_derived_from_the_medians_and_the_least_is_first() -> None:
    plan = capacity(RUN)
    assert plan.bounds == {"fan-out": 10_000, "all return after a restart": 8_000, "memory": 50_000}
    assert plan.first == "all return after a restart"
    crowds = [(one.clients, one.gateways, one.capped) for one in plan.crowds]
    assert crowds == [(10_000, 2, 10), (100_000, 13, 100), (1_000_000, 125, 1_000)]
    last = plan.crowds[-1]
    assert (last.memory_gb, last.mbit_per_s, last.bus_per_s) == pytest.approx((20.0, 16_000.0, 1_250.0))
    assert {one.source for one in plan.numbers} == {"measured", "chosen", "derived"}


def test_a_dearer_frame_makes_fan_out_the_first_to_limit() -> None:
    dear = (SavedFigure("clients: ours, slope", "µs", (50.0,)), *without("clients: ours, slope").figures)
    plan = capacity(replace_figures(dear))
    assert (plan.first, min(plan.bounds.values())) == ("fan-out", 1_000)
    assert [one.gateways for one in plan.crowds] == [10, 100, 1_000]
    assert "What limits first: **fan-out**." in plan_markdown(replace_figures(dear), "")


@pytest.mark.parametrize("name", [one.name for one in RUN.figures])
def test_a_run_without_a_figure_says_how_to_make_it(name: str) -> None:
    with pytest.raises(
        UserError, match=rf"expected '{name}' .* found none; make the run with `spxcc bench fanout herd"
    ):
        capacity(without(name))


def test_nothing_is_divided_by_zero() -> None:
    idle = (SavedFigure("herd: ours, processor", "s", (0.0,)), *without("herd: ours, processor").figures)
    with pytest.raises(UserError, match="found a median of 0"):
        capacity(replace_figures(idle))


def test_the_time_to_return_is_what_clients_are_told() -> None:
    assert GatewayConfig().reconnect_ms[1] / 1_000 == RETURN_S


def test_the_plan_is_dated_and_each_number_says_what_it_is() -> None:
    text = plan_markdown(RUN, "COMMAND")
    assert text.startswith("`COMMAND`, from `spxcc bench fanout herd clients --save FILE` on 2026-01-02 (Linux, Python")
    rows = [line for line in text.splitlines() if line.count("|") == 5 and "measured" in line]
    assert len(rows) == 5
    assert f"| {CROWDS[0]:,} | 2 | 10 | 0.20 GB | 160 Mbit/s | 20.0/s |" in text


def test_the_readme_has_this_plan() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme[readme.index("<!-- capacity: begin -->") : readme.index("<!-- capacity: end -->")]
    whats = [line.split(" | ")[0] for line in plan_markdown(RUN, "").splitlines() if line.startswith("| ")]
    assert [line.split(" | ")[0] for line in shown.splitlines() if line.startswith("| ")] == whats
