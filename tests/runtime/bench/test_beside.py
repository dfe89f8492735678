"""This code beside other code."""

from pathlib import Path
from typing import Any

import pytest

from spxcc.runtime.bench import beside
from spxcc.runtime.bench.beside import HERE, changes, figures_of, joined
from spxcc.runtime.errors import UserError


def run_of(*figures: dict[str, Any]) -> dict[str, Any]:
    return {"figures": list(figures)}


def one(median: float | None, name: str = "gex: band", unit: str = "ms", at_least: bool = False) -> dict[str, Any]:
    return {"name": name, "unit": unit, "median": median, "at_least": at_least}


def checkout(path: Path) -> Path:
    (path / "spxcc").mkdir()
    (path / "spxcc" / "__init__.py").touch()
    return path


@pytest.mark.parametrize(
    ("times", "verdict"),
    [(1.5, "worse"), (0.5, "better"), (1.2, "same")],
)
def test_rounds_take_turns_and_only_a_clear_difference_is_told(tmp_path: Path, times: float, verdict: str) -> None:
    asked: list[Path] = []
    other = checkout(tmp_path)

    def run(tree: Path) -> dict[str, Any]:
        asked.append(tree)
        noise = 1.0 + len(asked) / 1e4
        return run_of(one(10.0 * noise * (times if tree == HERE else 1.0)))

    (change,) = changes(("gex",), other, run=run)
    assert change.verdict == verdict
    assert asked[:4] == [other, HERE, HERE, other]
    assert len(asked) == 14


def test_ranges_that_overlap_are_the_same(tmp_path: Path) -> None:
    other, counted = checkout(tmp_path), [0]

    def run(tree: Path) -> dict[str, Any]:
        counted[0] += 1
        return run_of(one(30.0 if tree == other and counted[0] == 1 else 20.0 if tree == HERE else 10.0))

    assert next(changes(("gex",), other, run=run)).verdict == "same"


def test_figures_without_samples_are_left_out_and_more_may_be_better() -> None:
    (joint,) = joined([run_of(one(2.0, "a", "×", True), one(None, "b")), run_of(one(4.0, "a", "×", True))])
    assert (joint.name, joint.samples, joint.at_least) == ("a", (2.0, 4.0), True)


def test_what_the_other_code_does_not_measure_is_told(tmp_path: Path) -> None:
    other = checkout(tmp_path)
    found = changes(("gex",), other, 7, lambda tree: run_of(one(1.0)) if tree == HERE else run_of())
    assert next(found).verdict == "not in the saved run"


def test_code_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="expected a checkout of spxcc in"):
        next(changes(("gex",), tmp_path))
    with pytest.raises(UserError, match="expected figures of gex by the code in"):
        figures_of(checkout(tmp_path), ("gex",))


def test_this_code_says_its_own_figures() -> None:
    found = {each["name"] for each in figures_of(beside.HERE, ("candles",))["figures"]}
    assert "candles: tick" in found
