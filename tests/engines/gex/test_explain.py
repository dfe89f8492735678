"""Every number of a gex result comes down to contracts that add up to it."""

import math
import re
from collections import Counter

import pytest

from spxcc.engines.engine import NoSuchNumber
from spxcc.engines.gex.explain import ALIASES, PATHS, explain
from spxcc.engines.why.formula import recomputed, within
from spxcc.engines.why.result import RELATIVE, Explanation, adds_up
from tests.engines.gex.provenance.boards import Asked, asked, both, paths
from tests.fakes.cboe_chain import real_chain
from tests.fakes.snapshots import at, make_session, make_snapshot


def check(found: Explanation) -> None:
    """The laws that hold for every explanation."""
    values = [row.value for row in found.contributions]
    assert adds_up(found), (found.path, found.total, found.target, found.rounding)
    assert found.contracts == len(values)
    assert [abs(value) for value in values] == sorted((abs(value) for value in values), reverse=True)
    if values:
        assert found.total == pytest.approx(math.fsum(values), rel=1e-15, abs=0)
    if found.factor is not None:
        for row in found.contributions:
            assert row.value == pytest.approx(row.held * row.greek * found.factor, rel=1e-12, abs=1e-300)
    assert (found.value is None) == (found.reason is not None), found.path
    assert found.formula
    assert found.grade.why
    again = recomputed(found)
    assert found.value is None or (again is not None and within(found, again)), (found.path, found.value, again)


def check_all(run: Asked, symbol: str, most: int = 1000) -> dict[str, Explanation]:
    """Ask for every number; of each pattern `most` at the most."""
    asked_for: Counter[str] = Counter()
    found: dict[str, Explanation] = {}
    for path in paths(run.board.symbols[symbol]):
        pattern = next(pattern for pattern, _ in PATHS if re.fullmatch(pattern, path))
        asked_for[pattern] += 1
        if asked_for[pattern] <= most:
            found[path] = run.why(path, symbol)
    for one in found.values():
        check(one)
    return found


@pytest.mark.parametrize("symbol", ["SPX", "SPY"])
def test_f33_the_contracts_behind_every_number_add_up_to_it(symbol: str) -> None:
    found = check_all(both(), symbol)
    result = both().board.symbols[symbol]
    for name in ("net_gex", "call_gex", "put_gex", "gross_gex", "dex", "dealer_dex", "vanna", "charm", "speed"):
        one = found[name]
        assert one.value == one.target == getattr(result, name)
        assert one.rounding == 0.0
        assert one.total == pytest.approx(one.value, rel=RELATIVE)
        assert one.contracts > 100
    for name, scope in result.scopes.items():
        assert found[f"scopes.{name}.net"].target == scope.net


def test_f35_every_expiry_adds_up_and_its_contracts_are_its_own() -> None:
    run = both()
    for row in run.board.symbols["SPX"].by_expiry:
        found = run.why(f"by_expiry.{row.root}.{row.expiry}.net")
        assert found.value == row.net
        assert {(one.root, one.expiry) for one in found.contributions} == {(row.root, row.expiry)}


def test_f34_the_combined_numbers_list_contracts_of_every_product() -> None:
    run = both()
    combined = run.board.symbols["SPX"].combined
    assert combined is not None
    found = run.why("combined.net")
    assert found.total == pytest.approx(combined.net, rel=RELATIVE)
    assert {row.root for row in found.contributions} == {"SPXW", "SPY"}
    assert {fact.name for fact in found.facts} >= {"SPX over SPY"}


def test_names_of_the_wire_and_of_the_code_say_the_same() -> None:
    run = both()
    for wire, name in ALIASES.items():
        if name != "top_levels":
            assert run.why(wire) == run.why(name)
    assert run.why("topLevels.0.netGex".replace("netGex", "net_gex")).value is not None


@pytest.mark.parametrize("path", ["nonsense", "", "call_walls.99.gex", "hedge_flows.99.flow", "by_strike"])
def test_what_has_no_formula_is_left_to_the_value_alone(path: str) -> None:
    run = both()
    assert explain(run.snapshot, run.board, run.memory, "gex:SPX", path) is None
    assert explain(run.snapshot, run.board, run.memory, "gex:QQQ", "net_gex") is None


@pytest.mark.parametrize(
    "path", ["by_strike.1.net", "scopes.never.net", "scopes.never.flip", "by_expiry.SPX.1999-01-01.net", "flips.99"]
)
def test_what_is_not_in_the_result_is_named_with_what_there_is(path: str) -> None:
    with pytest.raises(NoSuchNumber, match="there is"):
        both().why(path)


@pytest.mark.parametrize("name", ["x", "__class__", "__doc__", "__hash__", "__struct_fields__"])
@pytest.mark.parametrize("holder", ["band", "coverage"])
def test_only_fields_are_numbers(holder: str, name: str) -> None:
    nothing = asked(make_snapshot())
    assert getattr(nothing.board.symbols["SPX"], holder) is None
    for run in (both(), nothing):
        with pytest.raises(NoSuchNumber, match=f"no {holder}.{name} in this result; there is [a-z]"):
            run.why(f"{holder}.{name}")


def test_a_refused_number_gives_its_reason_and_no_contracts() -> None:
    run = asked(make_snapshot())
    for path in paths(run.board.symbols["SPX"]):
        found = explain(run.snapshot, run.board, run.memory, "gex:SPX", path)
        if found is None or path == "spot":
            continue
        assert found.value is None
        assert found.reason
        assert found.contributions == ()
        assert found.formula


def test_every_pattern_is_asked_for_in_these_tests() -> None:
    known = [*paths(both().board.symbols["SPX"]), "scopes.all.flip", "volume_view.flip", "combined.flip"]
    known += ["change.net", "change.by_strike.0", "rank.percentile"]
    for pattern, _ in PATHS:
        assert any(re.fullmatch(pattern, path) for path in known), pattern


@pytest.mark.slow
@pytest.mark.real_data
def test_f33_the_contracts_of_a_real_chain_add_up_to_its_numbers() -> None:
    chain = real_chain("spx_2022-07-12_1155ET_intraday", "2022-07-12", "11:40")
    now = at("11:40", "2022-07-12")
    session = make_session(now, "2022-07-12")
    run = asked(make_snapshot(now, spx=3856.28, spy=None, chains={"SPX": chain}, session=session))
    result = run.board.symbols["SPX"]
    assert result.reason is None
    found = check_all(run, "SPX", 10)
    assert found["net_gex"].contracts > 8_000
    assert found["net_gex"].total == pytest.approx(result.net_gex, rel=RELATIVE)
