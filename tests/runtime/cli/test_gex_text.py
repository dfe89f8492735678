"""What a person reads."""

import dataclasses

import msgspec
import pytest

from spxcc.runtime.cli.gex_answer import Answer
from spxcc.runtime.cli.gex_run import GexRequest, run
from spxcc.runtime.cli.gex_text import WIDTH, print_answer
from tests.engines.gex.methods.test_convention import quoted_chain
from tests.fakes.chain_file import write_chain


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return run(GexRequest(write_chain(tmp_path_factory.mktemp("gex"), quoted_chain()), explained=True))


def printed(answer: Answer, capsys: pytest.CaptureFixture[str], with_profile: bool = False) -> list[str]:
    print_answer(answer, with_profile)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def row(lines: list[str], name: str) -> str:
    return next(line for line in lines if line.startswith(name))


def test_numbers_stand_beside_what_they_mean(ours: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(ours, capsys)
    assert lines[0].startswith("SPX  as of 2026-01-14 10:30 ET · quotes 2026-01-14 10:30 ET · spot 6,000.00 (index)")
    assert lines[1] == ours.result.definition
    assert "USD per +1 %; calls +" in row(lines, "net GEX")
    assert "of 256 sign draws, P(net > 0)" in row(lines, "band")
    assert "customers' sign" in row(lines, "DEX")
    assert "per +1 vol point" in row(lines, "vanna")
    assert row(lines, "call").startswith("call  largest net at or above spot")
    assert row(lines, "2026-01-14").split()[1] == "SPXW"
    assert "straddle ±" in row(lines, "expected move")
    assert row(lines, "coverage").split()[1:3] == ["100.0", "%"]


def test_no_table_is_wider_than_the_page_and_nothing_is_coloured(
    ours: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(ours, capsys, with_profile=True)
    told = (ours.result.definition, "SPX  as of", "! ")
    assert [line for line in lines if len(line) > WIDTH and not line.startswith(told)] == []
    assert not any("\x1b" in line for line in lines)


def test_no_flip_says_why(ours: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    result = msgspec.structs.replace(ours.result, flip_point=None, flip_reason="net gamma is positive", flips=())
    assert row(printed(dataclasses.replace(ours, result=result), capsys), "flip").split(maxsplit=2) == [
        "flip",
        "–",
        "net gamma is positive",
    ]


def test_a_wall_that_is_absent_is_a_dash_with_its_reason(ours: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    result = msgspec.structs.replace(ours.result, call_wall=None, call_walls=(), wall_reason="no strike above")
    lines = printed(dataclasses.replace(ours, result=result), capsys)
    assert row(lines, "call").split()[:3] == ["call", "net", "–"]
    assert "no strike above" in lines


def test_a_refusal_is_said_first_and_warnings_last(ours: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    result = msgspec.structs.replace(ours.result, reason="the chain is incomplete")
    lines = printed(dataclasses.replace(ours, result=result, walks=None, warnings=("one", "two")), capsys)
    assert lines[2] == "no exposures: the chain is incomplete"
    assert lines[-2:] == ["! one", "! two"]
    assert not any(line.startswith("net GEX") for line in lines)


def test_the_profile_is_drawn_around_zero(ours: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(ours, capsys, with_profile=True)
    bars = [line for line in lines if "│" in line]
    assert len(bars) > 30
    assert any(line.split("│")[0].endswith("█") for line in bars)
    assert any(line.split("│")[1].startswith("█") for line in bars)


def test_the_walk_shows_every_change(ours: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(ours, capsys)
    start = lines.index("from gflows to spxcc")
    assert lines[start + 2].startswith("gflows as published: spot 6,000.00")
    assert ours.walks is not None
    assert len(ours.walks["gflows"]) == 7
    assert lines[start + 8].startswith("grid: 300 prices")
    assert all(sum(cell[0] in "+−" for cell in line.split()[-4:]) >= 2 for line in lines[start + 3 : start + 9])
