"""`spxcc bench`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.bench.suite import NAMES
from spxcc.runtime.cli import bench
from spxcc.runtime.cli.main import cli


def two(*args: object) -> Iterator[Figure]:
    yield Figure("desk: processor", "% core", (20.0, 21.0, 22.0), "how", 45.0)
    yield Figure("tick: one price", "ms", (4.0,), "how", 3.0)


def test_the_table_names_what_is_over_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "measured", two)
    result = CliRunner().invoke(cli, ["bench", "desk", "tick", "--quick"])
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert "Python" in lines[0]
    assert "≤ 45.0 ok" in lines[2]
    assert "≤ 3.00 OVER" in lines[3]


def test_json_has_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "measured", lambda *args: iter([next(two())]))
    result = CliRunner().invoke(cli, ["bench", "--json"])
    assert result.exit_code == 0
    found = json.loads(result.output)
    assert [(one["name"], one["median"], one["ok"]) for one in found["figures"]] == [("desk: processor", 21.0, True)]
    assert found["benches"] == ["tick", "desk", "start", "gex", "candles", "encode", "recording"]


def test_an_unknown_one_names_the_known() -> None:
    result = CliRunner().invoke(cli, ["bench", "tok"])
    assert result.exit_code == 2
    assert "expected one of tick, desk" in result.stderr


def test_the_peers_are_measured_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def noted(names: tuple[str, ...], *args: object) -> Iterator[Figure]:
        asked.append(names)
        return two()

    monkeypatch.setattr(bench, "measured", noted)
    CliRunner().invoke(cli, ["bench", "desk", "--peers"])
    CliRunner().invoke(cli, ["bench", "--peers"])
    CliRunner().invoke(cli, ["bench", "peers", "--peers"])
    CliRunner().invoke(cli, ["bench"])
    assert asked == [("desk", "peers"), (*NAMES, "peers"), ("peers",), ()]


def timed(*samples: float) -> Iterator[Figure]:
    return iter([Figure("candles: tick", "µs", samples * 7)])


def test_a_run_is_kept_and_a_worse_one_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = str(tmp_path / "before.json")
    monkeypatch.setattr(bench, "measured", lambda *args: timed(2.0))
    assert CliRunner().invoke(cli, ["bench", "candles", "--save", file]).exit_code == 0
    same = CliRunner().invoke(cli, ["bench", "candles", "--against", file])
    assert (same.exit_code, same.output.splitlines()[-1].split()[-1]) == (0, "same")
    monkeypatch.setattr(bench, "measured", lambda *args: timed(3.0))
    worse = CliRunner().invoke(cli, ["bench", "candles", "--against", file, "--json"])
    assert worse.exit_code == 1
    (change,) = json.loads(worse.output)["changes"]
    assert (change["before"], change["now"], change["ratio"], change["verdict"]) == (2.0, 3.0, 1.5, "worse")


def test_a_missing_run_is_refused_before_anything_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench, "measured", lambda *args: pytest.fail("measured"))
    result = CliRunner().invoke(cli, ["bench", "--against", str(tmp_path / "none.json")])
    assert result.exit_code == 2
    assert "make one with --save" in result.stderr


def test_a_profile_is_printed_instead() -> None:
    result = CliRunner().invoke(cli, ["bench", "--profile", "candles", "--quick"])
    assert result.exit_code == 0
    assert "spxcc/market/series.py" in result.output
    assert json.loads(CliRunner().invoke(cli, ["bench", "--profile", "candles", "--quick", "--json"]).output)[0][
        "share"
    ]
    assert CliRunner().invoke(cli, ["bench", "--profile", "desk"]).exit_code == 2
