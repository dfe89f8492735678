"""A saved run, and another one beside it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.runtime.bench.figure import Figure, absent
from spxcc.runtime.bench.saved import SavedFigure, SavedRun, change_heading, change_row, compare, load, save
from spxcc.runtime.errors import UserError

SEVEN = (1.0, 1.1, 0.9, 1.0, 1.05, 0.95, 1.0)


def times(factor: float, samples: tuple[float, ...] = SEVEN) -> tuple[float, ...]:
    return tuple(factor * one for one in samples)


def run(samples: tuple[float, ...] = SEVEN, unit: str = "ms") -> SavedRun:
    return SavedRun("2026-11-19T19:00:00Z", "Linux", "3.11.2", (SavedFigure("x", unit, samples),))


def verdict(before: tuple[float, ...], after: tuple[float, ...], unit: str = "ms", at_least: bool = False) -> str:
    return next(compare(run(before, unit), [Figure("x", unit, after, at_least=at_least)])).verdict


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    save(tmp_path / "run.json", [Figure("x", "ms", SEVEN)], 1_795_114_800_000_000_000, "Linux", "3.11.2")
    assert load(tmp_path / "run.json") == run()


@pytest.mark.parametrize(
    ("after", "unit", "at_least", "expected"),
    [
        (times(1.0), "ms", False, "same"),
        (times(1.24), "ms", False, "same"),
        (times(1.5), "ms", False, "worse"),
        (times(0.5), "ms", False, "better"),
        (times(1.5), "1/s", False, "better"),
        (times(0.5), "×", True, "worse"),
        (times(1.5), "% core", True, "better"),
        ((*times(1.5)[:6], 1.0), "ms", False, "same"),
        (times(3.0)[:6], "ms", False, "few samples"),
    ],
)
def test_only_a_clear_difference_is_flagged(after: tuple[float, ...], unit: str, at_least: bool, expected: str) -> None:
    assert verdict(SEVEN, after, unit, at_least) == expected


@given(st.lists(st.floats(0.1, 1e3), min_size=7, max_size=20), st.lists(st.floats(0.1, 1e3), min_size=7, max_size=20))
def test_the_other_way_round_says_the_opposite(one: list[float], other: list[float]) -> None:
    there, back = verdict(tuple(one), tuple(other)), verdict(tuple(other), tuple(one))
    assert {"better": "worse", "worse": "better", "same": "same"}[there] == back


def test_what_cannot_be_compared_says_why() -> None:
    found = list(compare(run(), [Figure("y", "ms", SEVEN), Figure("x", "µs", SEVEN), Figure("x", "ms", (0.0,) * 7)]))
    assert [one.verdict for one in found] == ["not in the saved run", "other unit", "no ratio to zero"]
    assert all(one.ratio is None for one in found)


def test_rows_stand_under_their_heading() -> None:
    line = change_row(next(compare(run(), [Figure("x", "ms", times(2.0))])))
    assert line.split() == ["x", "1.00", "2.00", "ms", "2.00×", "worse"]
    assert line.index("worse") == change_heading(run()).splitlines()[1].index("verdict")


@pytest.mark.parametrize("text", ["", "{}", '{"type":"spxcc-bench-1","taken":"","platform":"","python":""}'])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "run.json"
    file.write_text(text, "utf-8")
    with pytest.raises(UserError, match=r"expected a run made by --save in .*run\.json, found"):
        load(file)


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="make one with --save"):
        load(tmp_path / "run.json")
    with pytest.raises(UserError, match="expected to write the run to"):
        save(tmp_path / "none" / "run.json", [], 0, "", "")


def test_a_figure_without_samples_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    file.write_text(
        '{"type":"spxcc-bench-1","taken":"","platform":"","python":"",'
        '"figures":[{"name":"x","unit":"ms","samples":[]}]}',
        "utf-8",
    )
    with pytest.raises(UserError, match="found none of x"):
        load(file)


def test_what_could_not_be_measured_is_neither_kept_nor_compared(tmp_path: Path) -> None:
    file, figures = tmp_path / "run.json", [Figure("x", "ms", (1.0,)), absent("y", "ms", "not run: no Node.js")]
    save(file, figures, 0, "", "")
    run = load(file)
    assert [one.name for one in run.figures] == ["x"]
    assert [one.name for one in compare(run, figures)] == ["x"]
