"""Where an imported session comes from, and what is missing."""

from pathlib import Path

import pytest

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.market.session import at_exchange
from spxcc.runtime.imports import gaps_of, provenance_of
from tests.runtime.cli.test_replay import DAY, bars_file


def test_f56_missing_minutes_and_inputs_are_marked_and_each_file_has_its_hash(tmp_path: Path) -> None:
    path = bars_file(tmp_path)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:20], *lines[25:]]) + "\n")
    plan = plan_feed(FeedRequest("replay", paths=(path,)))
    gaps = gaps_of(plan)
    assert [(gap.start, gap.until) for gap in gaps[:2]] == [
        (at_exchange(DAY, "09:49"), at_exchange(DAY, "09:54")),
        (at_exchange(DAY, "11:00"), at_exchange(DAY, "13:00")),
    ]
    assert [gap.what for gap in gaps] == [
        "no minute bars of SPX", "no minute bars of SPX", "no option quotes: no option chain",
        "no option prints: no flow",
    ]  # fmt: skip
    told = provenance_of((path, tmp_path), plan)
    assert told[0].startswith(f"{path.name}: {path.stat().st_size:,} bytes of ")
    assert len(told[0].rsplit(" ", 1)[1]) == 64
    assert told[1] == f"{tmp_path.name}/: 1 files"


def test_only_files_are_imported() -> None:
    with pytest.raises(TypeError, match="the feed of files"):
        gaps_of(plan_feed(FeedRequest("sim")))
