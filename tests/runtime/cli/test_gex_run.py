"""One run, from the file to the answer."""

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest

from spxcc.feeds.files.quoted import INTEREST_DATE_ASSUMED
from spxcc.runtime.cli.gex_run import GexRequest, run
from spxcc.runtime.errors import UserError
from tests.engines.gex.books import index_chain
from tests.engines.gex.methods.test_convention import quoted_chain
from tests.fakes.chain_file import write_chain


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_chain(tmp_path_factory.mktemp("gex"), quoted_chain())


def test_rate_and_spot_reach_the_engine(path: Path) -> None:
    plain, other = run(GexRequest(path)), run(GexRequest(path, spot=6050.0, rate=0.02))
    assert (plain.rate, plain.spot_source) == (0.0425, "index")
    assert (other.rate, other.spot_source, other.result.spot) == (0.02, "given", 6050.0)
    assert other.result.net_gex != plain.result.net_gex


def test_the_rate_of_gflows_is_its_ten_year_yield(path: Path) -> None:
    one, two = run(GexRequest(path, method="gflows")), run(GexRequest(path, method="gflows", rate=0.04))
    assert one.published is not None
    assert two.published is not None
    assert (one.published.rate, two.published.rate, two.rate) == (0.03611, 0.04, 0.0425)
    assert any("10-year yield of 2022-12-12" in text for text in one.warnings)
    assert two.warnings == (INTEREST_DATE_ASSUMED,)
    other = run(GexRequest(path, method="perfiliev", rate=0.04))
    assert other.published is not None
    assert other.published.rate == 0.0
    assert any("has no rate" in text for text in other.warnings)


def test_other_tools_stand_at_the_printed_price(tmp_path: Path) -> None:
    printed = dataclasses.replace(quoted_chain(), underlying_price=5996.0)
    path = write_chain(tmp_path, printed)
    one, two = run(GexRequest(path, method="perfiliev")), run(GexRequest(path, method="perfiliev", spot=5980.0))
    assert one.published is not None
    assert two.published is not None
    assert (one.published.spot, one.spot_source) == (5996.0, "chain")
    assert (two.published.spot, two.spot_source) == (5980.0, "given")
    bare = write_chain(tmp_path, dataclasses.replace(printed, underlying_price=None), "bare.csv")
    three = run(GexRequest(bare, method="perfiliev"))
    assert three.published is not None
    assert three.spot_source == "parity"
    assert three.published.spot == pytest.approx(6000.0, abs=0.5)


def test_without_any_price_there_is_nothing_to_value_at(tmp_path: Path) -> None:
    dark = dataclasses.replace(quoted_chain(), underlying_price=None, bid=np.full(len(quoted_chain()), np.nan))
    path = write_chain(tmp_path, dark)
    with pytest.raises(UserError, match="give one with --spot"):
        run(GexRequest(path, method="gflows"))
    ours = run(GexRequest(path))
    assert ours.result.net_gex is None
    assert ours.reason is not None


def test_f35_a_scope_is_measured_as_the_scope_of_the_whole(path: Path) -> None:
    whole, part = run(GexRequest(path)), run(GexRequest(path, scope="0dte", explained=True))
    scope = whole.result.scopes["0dte"]
    assert part.result.net_gex == pytest.approx(scope.net, rel=1e-9)
    assert part.result.flip_point == scope.flip
    assert part.result.scopes == whole.result.scopes
    assert [row.expiry for row in part.result.by_expiry] == ["2026-01-14"]
    assert part.walks is not None
    assert part.walks["gflows"][-1].net == part.result.net_gex
    published = run(GexRequest(path, scope="0dte", method="gflows", explained=True))
    assert published.published is not None
    assert published.walks is not None
    assert published.walks["gflows"][0].net == pytest.approx(published.published.net, rel=1e-9)


@pytest.mark.parametrize("model", ["standard", "all-short"])
@pytest.mark.parametrize("scope", ["all", "0dte"])
def test_f33_start_and_changes_of_a_walk_are_its_end(path: Path, model: str, scope: str) -> None:
    answer = run(GexRequest(path, explained=True, sign_model=model, scope=scope))
    assert answer.walks is not None
    assert set(answer.walks) == {"gflows", "perfiliev"}
    for steps in answer.walks.values():
        start, end = steps[0].net, answer.result.net_gex
        assert start is not None
        assert steps[-1].net == end
        assert steps[-1].flip == answer.result.flip_point
        assert math.fsum([start, *(step.net_change or 0.0 for step in steps)]) == pytest.approx(end, rel=1e-12)
        assert (steps[-1].label == "sign: standard → all-short") == (model == "all-short")


def test_f33_an_override_moves_its_expiry_alone(path: Path) -> None:
    plain = {row.expiry: row.net for row in run(GexRequest(path)).result.by_expiry}
    answer = run(GexRequest(path, explained=True, sign_overrides={"2026-01-14": "all-short"}))
    moved = {row.expiry for row in answer.result.by_expiry if row.net != plain[row.expiry]}
    assert moved == {"2026-01-14"}
    assert answer.walks is not None
    assert answer.walks["gflows"][-1].label == "sign: standard → standard, 2026-01-14 all-short"


def test_a_refused_chain_has_no_walk(tmp_path: Path) -> None:
    path = write_chain(tmp_path, index_chain())
    path.write_text(path.read_text()[:-40])
    answer = run(GexRequest(path, explained=True))
    assert answer.walks == {}
    assert answer.reason is not None
    other = run(GexRequest(path, method="gflows"))
    assert other.published is not None
    assert other.reason == other.published.reason
