"""`spxcc bench`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.bench.saved import Change
from spxcc.runtime.bench.suite import NAMES, PEERS
from spxcc.runtime.bench.table import BENCHES
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
    assert result.stdout == ""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []

    def noted(names: tuple[str, ...], *args: object) -> Iterator[Figure]:
        found.append(names)
        return two()

    monkeypatch.setattr(bench, "measured", noted)
    monkeypatch.setattr(bench, "bench_named", lambda name: two)
    monkeypatch.setattr(bench, "peers_at", lambda *args: Path("peers"))
    monkeypatch.setattr(bench, "look_into", lambda *args: None)
    monkeypatch.setattr(bench, "node_command", lambda: (("node",), {}))
    return found


def test_the_peers_are_measured_when_asked_for(asked: list[tuple[str, ...]]) -> None:
    for arguments in (("desk", "--peers"), ("--peers",), ("peers", "--peers"), ("gex", "tick", "--peers"), ()):
        CliRunner().invoke(cli, ["bench", *arguments])
    assert asked[0] == ("desk", "peers")
    assert asked[1] == (*NAMES, *PEERS)
    assert asked[2:] == [("peers",), ("gex", "tick", "chart", "pricing"), NAMES]


def test_a_quick_run_without_names_measures_less(asked: list[tuple[str, ...]]) -> None:
    CliRunner().invoke(cli, ["bench", "--quick"])
    CliRunner().invoke(cli, ["bench", "recording", "--quick"])
    assert asked == [bench.QUICK, ("recording",)]


def test_the_table_of_the_readme_is_made_of_its_benchmarks(
    asked: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    result = CliRunner().invoke(cli, ["bench", "--peers", "--markdown"])
    assert asked == [BENCHES]
    assert "| desk, a frame" not in result.stdout
    assert "| desk, a price tick | 4.00 ms | – | – | – |" in result.stdout
    assert "tick: one price" in result.stderr
    monkeypatch.setattr(bench, "node_command", lambda: None)
    result = CliRunner().invoke(cli, ["bench", "--peers"])
    assert asked[1] == tuple(name for name in (*NAMES, *PEERS) if name != "streams")
    assert "streams: not run: it needs Node.js" in result.stderr


def test_other_code_is_measured_beside(asked: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    told = Change("gex: band", "ms", 30.0, 10.0, 3.0, "worse")
    monkeypatch.setattr(bench, "changes_beside", lambda names, other: iter([told]))
    result = CliRunner().invoke(cli, ["bench", "gex", "--beside", "../before"])
    assert result.exit_code == 1
    assert result.output.splitlines()[-1].split() == ["gex:", "band", "10.0", "30.0", "ms", "3.00×", "worse"]
    found = json.loads(CliRunner().invoke(cli, ["bench", "gex", "--beside", "../before", "--json"]).output)
    assert found["changes"][0]["verdict"] == "worse"
    monkeypatch.setattr(bench, "changes_beside", lambda names, other: iter([]))
    assert CliRunner().invoke(cli, ["bench", "gex", "--beside", "../before"]).exit_code == 0


def test_a_flame_graph_is_written(tmp_path: Path) -> None:
    file = tmp_path / "candles.svg"
    arguments = ["bench", "--profile", "candles", "--quick", "--flame"]
    result = CliRunner().invoke(cli, [*arguments, str(file)])
    assert (result.exit_code, file.read_text(encoding="utf-8")[:4]) == (0, "<svg")
    assert CliRunner().invoke(cli, [*arguments, str(tmp_path / "none" / "a.svg")]).exit_code == 2
    assert "expected --profile NAME" in CliRunner().invoke(cli, ["bench", "--flame", str(file)]).stderr


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
    assert CliRunner().invoke(cli, ["bench", "--profile", "tok"]).exit_code == 2
