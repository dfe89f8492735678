"""Files of setups of the user, beside ours."""

import logging
from pathlib import Path

import pytest

from spxcc.engines.catalog import make_engines
from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.engines.setups.result import SETUPS
from spxcc.runtime.setup_files import MOST_BYTES, catalogue, read_files, user_files, user_texts

MINE = """[setup.{name}]
levels = ["VW"]
stop = "level - 5 pts"
t1 = "1R"
arm = "close > level"
trigger = "close > high[1]"
"""


def test_files_of_the_user_stand_beside_ours(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(MINE.format(name="mine"), encoding="utf-8")
    (tmp_path / "a.toml").write_text(MINE.format(name="other"), encoding="utf-8")
    (tmp_path / "note.txt").write_text("no setup", encoding="utf-8")
    found = catalogue(tmp_path)
    assert [one.kind for one in found.definitions] == [*(one.kind for one in shipped()), "other", "mine"]
    assert found.problems == ()
    assert user_files(tmp_path / "nowhere") == []
    engine = next(one for one in make_engines(setups=user_texts(tmp_path)) if one.key.name == SETUPS.name)
    assert engine.compute is not next(one for one in make_engines() if one.key.name == SETUPS.name).compute


def test_a_name_is_given_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(MINE.format(name="gap_fill"), encoding="utf-8")
    (tmp_path / "b.toml").write_text(MINE.format(name="mine"), encoding="utf-8")
    (tmp_path / "c.toml").write_text(MINE.format(name="mine"), encoding="utf-8")
    found = read_files(user_files(tmp_path), shipped())
    assert [one.kind for one in found.definitions] == ["mine"]
    assert [str(one).split(": ")[1:] for one in found.problems] == [
        ["setup gap_fill", "the name is taken by opening.toml; choose another"],
        ["setup mine", f"the name is taken by {tmp_path / 'b.toml'}; choose another"],
    ]


def test_what_cannot_be_read_is_said_and_left(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "b.toml").write_text("#" * (MOST_BYTES + 1), encoding="utf-8")
    (tmp_path / "c.toml").write_text("[setup.mine]\nstop = 'close[-1]'\n", encoding="utf-8")
    assert len(read_files(user_files(tmp_path)).problems) >= 3
    with caplog.at_level(logging.WARNING):
        assert [Path(source).name for source, _ in user_texts(tmp_path)] == ["c.toml"]
    assert "future reference" in caplog.text
