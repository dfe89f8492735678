"""The object of `--json`."""

from pathlib import Path

import pytest

from spxcc.engines.gex.result import GexResult
from spxcc.runtime.cli.gex_answer import KEYS, Answer, as_object, max_pains, wall_of
from spxcc.runtime.cli.gex_run import GexRequest, run
from tests.engines.gex.methods.test_convention import quoted_chain
from tests.fakes.chain_file import write_chain


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_chain(tmp_path_factory.mktemp("gex"), quoted_chain())


@pytest.fixture(scope="module")
def ours(path: Path) -> Answer:
    return run(GexRequest(path, explained=True))


def test_every_field_of_the_result_is_there_by_its_own_name(ours: Answer) -> None:
    found = as_object(ours, with_profile=True)
    assert set(GexResult.__struct_fields__) <= set(found)
    assert set(KEYS) <= set(found)
    assert found["net_gex"] == ours.result.net_gex
    assert found["flip"] == found["flip_point"] == ours.result.flip_point
    assert found["profile"] == [list(point) for point in ours.result.profile] or len(found["profile"]) > 100


def test_a_wall_comes_with_its_definition(ours: Answer) -> None:
    result = ours.result
    wall = wall_of(result.call_wall, result.call_walls)
    assert wall is not None
    assert (wall.strike, wall.definition) == (result.call_wall, "net")
    assert wall_of(None, result.call_walls) is None
    assert as_object(ours, with_profile=False)["call_wall"]["share"] == wall.share


def test_max_pain_is_by_root_and_expiration(ours: Answer) -> None:
    pains = max_pains(ours.result)
    assert len(pains) == len(ours.result.by_expiry)
    assert pains["SPXW 2026-01-14"] == ours.result.by_expiry[0].max_pain


def test_the_steps_of_the_walks_are_named(ours: Answer) -> None:
    steps = as_object(ours, with_profile=False)["difference"]["gflows"]
    assert list(steps[0]) == ["convention", "net_gex", "flip", "net_change", "flip_change"]
    assert steps[0]["net_change"] is None


def test_another_method_has_the_same_keys(path: Path) -> None:
    answer = run(GexRequest(path, method="perfiliev"))
    found = as_object(answer, with_profile=True)
    assert set(KEYS) <= set(found)
    assert (found["method"], found["rate"], found["spot_source"]) == ("perfiliev", 0.0, "chain")
    assert found["by_expiry"] is None
    assert found["gross_gex"] == pytest.approx(found["call_gex"] - found["put_gex"])
    assert [len(point) for point in found["profile"]] == [2] * 60
    assert "profile" not in as_object(answer, with_profile=False)
