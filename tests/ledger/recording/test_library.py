"""The folder of sessions."""

import os
from pathlib import Path

import msgspec

from spxcc.ledger.recording.library import (
    PICTURE,
    Keep,
    find,
    listed,
    name_for,
    sessions,
    size_of,
    thinned,
    tidy,
)
from spxcc.ledger.recording.writer import SessionWriter
from spxcc.market.units import NANOS_PER_DAY
from tests.fakes.recorded import INFO, OPEN, session_file


def three(folder: Path) -> list[Path]:
    """Files of today, yesterday and the day before, in that order."""
    paths = [folder / f"{name}.spxcc" for name in ("c", "b", "a")]
    for age, path in enumerate(paths):
        session_file(path, 5)
        os.utime(path, ns=(OPEN - age * NANOS_PER_DAY,) * 2)
    return paths


def test_the_newest_comes_first_and_a_name_or_its_beginning_finds_one(tmp_path: Path) -> None:
    paths = three(tmp_path)
    assert sessions(tmp_path) == paths
    assert sessions(tmp_path / "none") == []
    session_file(tmp_path / "cc.spxcc", 1)
    assert find(tmp_path, "c") == paths[0]
    assert find(tmp_path, "b.spxcc") == paths[1]
    assert find(tmp_path, "x") is None
    session_file(tmp_path / "cd.spxcc", 1)
    (tmp_path / "c.spxcc").unlink()
    assert find(tmp_path, "c") is None


def test_a_list_entry_has_a_picture_a_range_and_what_is_wrong(tmp_path: Path) -> None:
    session_file(tmp_path / "a.spxcc", 150)
    one = listed(tmp_path / "a.spxcc")
    assert (one.name, one.info, one.progress.events, one.recording) == ("a", INFO, 600, False)
    assert (one.low, one.high, one.prices) == (6009.0, 6049.0, (6009.0, 6019.0, 6049.0))
    (tmp_path / "b.spxcc").write_text("junk")
    broken = listed(tmp_path / "b.spxcc")
    assert broken.info is None
    assert "another kind of file" in broken.problem


def test_a_picture_has_few_prices_with_both_ends() -> None:
    prices = [float(at) for at in range(1000)]
    few = thinned(prices)
    assert (len(few), few[0], few[-1]) == (PICTURE, 0.0, 999.0)
    assert list(few) == sorted(few)
    assert thinned(prices[:3]) == (0.0, 1.0, 2.0)


def test_f56_the_oldest_go_until_the_rest_is_within_the_budget(tmp_path: Path) -> None:
    paths = three(tmp_path)
    size = size_of(paths[0])
    assert tidy(tmp_path, Keep(0, 0), OPEN) == []
    assert tidy(tmp_path, Keep(2 * size, 0), OPEN) == [paths[2]]
    assert sessions(tmp_path) == paths[:2]
    assert tidy(tmp_path, Keep(0, 1), OPEN + NANOS_PER_DAY // 2) == [paths[1]]


def test_one_that_is_written_stays(tmp_path: Path) -> None:
    writer = SessionWriter(tmp_path / "a.spxcc", INFO)
    assert tidy(tmp_path, Keep(1, 0), OPEN) == []
    writer.close()
    assert tidy(tmp_path, Keep(1, 0), OPEN) == [tmp_path / "a.spxcc"]
    assert list(tmp_path.iterdir()) == []


def test_a_name_tells_date_feed_and_title_and_is_no_path() -> None:
    name = name_for(msgspec.structs.replace(INFO, title="../Flip loss, seed 7"))
    assert name == "2026-03-24_sim_flip-loss-seed-7_0324-093000-000.spxcc"
