"""The graph: order of need, cadence, and engines that fail alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.engine import Asked, Engine, Outcome, Publication, ResultKey, Run, Upstream
from spxcc.engines.graph import EngineGraph, order_of_need
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_MILLI
from spxcc.protocol.channel import StateChannel
from tests.fakes.snapshots import at, make_snapshot


class Count(msgspec.Struct, frozen=True):
    """How often an engine ran, and what it saw of its needs."""

    runs: int
    seen: dict[str, int | None] = {}
    reason: str | None = None


def engine(
    name: str,
    needs: Sequence[str] = (),
    every_ms: int = 0,
    heavy: bool = False,
    reason: str | None = None,
    raises: Exception | None = None,
    prompt: bool = False,
) -> Engine[Count, int]:
    """An engine that counts its runs."""
    channel: StateChannel[Count] = StateChannel(f"{name}:update", name, Count)
    keys: tuple[ResultKey[Count], ...] = tuple(ResultKey(need) for need in needs)

    def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: int) -> tuple[Count, int]:
        if raises is not None:
            raise raises
        found = {key.name: upstream.get(key) for key in keys}
        seen = {need: None if count is None else count.runs for need, count in found.items()}
        return Count(memory + 1, seen, reason), memory + 1

    def publish(result: Count) -> Iterable[Publication]:
        yield Publication(channel, result)

    return Engine(ResultKey(name), compute, int, publish, (channel,), keys, every_ms, heavy, prompt=prompt)


def names(engines: Sequence[Engine[Any, Any]]) -> list[str]:
    return [each.key.name for each in engines]


def names_of(publications: Iterable[Publication]) -> list[str]:
    return [item.channel.name for item in publications]


def test_needs_come_first_and_free_choices_keep_catalogue_order() -> None:
    catalogue = [engine("health", ["a", "b", "c"]), engine("c", ["b"]), engine("a"), engine("b")]
    assert names(order_of_need(catalogue)) == ["a", "b", "c", "health"]


@given(st.permutations(["a", "b", "c", "d", "e"]))
def test_every_need_is_met_in_any_catalogue_order(order: list[str]) -> None:
    needs = {"a": [], "b": ["a"], "c": ["a", "b"], "d": [], "e": ["c", "d"]}
    ran = names(order_of_need([engine(name, needs[name]) for name in order]))
    assert sorted(ran) == sorted(order)
    assert all(ran.index(need) < ran.index(name) for name in order for need in needs[name])


@pytest.mark.parametrize(
    ("catalogue", "words"),
    [
        ([("a", ["b"]), ("b", ["a"])], "circle"),
        ([("a", ["zzz"])], "zzz"),
        ([("a", []), ("a", [])], "each engine once"),
    ],
)
def test_a_catalogue_that_cannot_run_says_why(catalogue: list[tuple[str, list[str]]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        EngineGraph([engine(name, needs) for name, needs in catalogue])


def test_publications_leave_in_catalogue_order() -> None:
    graph = EngineGraph([engine("late", ["early"]), engine("early")])
    step = graph.step(make_snapshot())
    assert step.ran == ("early", "late")
    assert [item.channel.name for item in step.publications] == ["late:update", "early:update"]


def test_prompt_engines_speak_before_the_rest_has_run() -> None:
    graph = EngineGraph([engine("slow", ["quick"], heavy=True), engine("quick", prompt=True)])
    snapshot = make_snapshot()
    early = graph.prompt(snapshot)
    assert (early.ran, names_of(early.publications)) == (("quick",), ["quick:update"])
    late = graph.rest(snapshot)
    assert (late.ran, names_of(late.publications)) == (("slow",), ["slow:update"])
    assert late.results["slow"].seen == {"quick": 1}


def test_a_step_in_two_passes_equals_a_step_in_one() -> None:
    catalogue = [engine("slow", ["quick"], heavy=True), engine("quick", prompt=True)]
    whole, parts = EngineGraph(catalogue), EngineGraph(catalogue)
    snapshot = make_snapshot()
    one, early, late = whole.step(snapshot), parts.prompt(snapshot), parts.rest(snapshot)
    assert one.results == late.results
    assert one.publications == early.publications + late.publications
    assert one.ran == early.ran + late.ran == ("quick", "slow")


def test_a_prompt_engine_may_not_wait_for_another() -> None:
    with pytest.raises(ValueError, match="prompt"):
        EngineGraph([engine("quick", ["slow"], prompt=True), engine("slow")])


def test_memory_stays_with_the_graph() -> None:
    graph = EngineGraph([engine("a")])
    runs = [graph.step(make_snapshot(at("10:30") + tick)).results["a"].runs for tick in range(3)]
    assert runs == [1, 2, 3]


def test_an_engine_that_is_not_due_keeps_its_result_and_publishes_nothing() -> None:
    graph = EngineGraph([engine("slow", every_ms=5000, heavy=True), engine("fast", ["slow"])])
    begin = at("10:30")
    assert graph.heavy_due(begin)
    assert graph.step(make_snapshot(begin)).ran == ("slow", "fast")
    early = begin + 4999 * NANOS_PER_MILLI
    assert not graph.heavy_due(early)
    step = graph.step(make_snapshot(early))
    assert step.ran == ("fast",)
    assert step.results["slow"].runs == 1
    assert step.results["fast"].seen == {"slow": 1}
    assert [item.channel.name for item in step.publications] == ["fast:update"]
    assert graph.step(make_snapshot(begin + 5000 * NANOS_PER_MILLI)).results["slow"].runs == 2


def test_time_that_runs_backwards_makes_everything_due() -> None:
    graph = EngineGraph([engine("slow", every_ms=5000)])
    graph.step(make_snapshot(at("15:00")))
    assert graph.step(make_snapshot(at("10:00"))).ran == ("slow",)


def test_a_reason_makes_the_outcome_degraded() -> None:
    step = EngineGraph([engine("a", reason="no chain"), engine("b")]).step(make_snapshot())
    assert step.outcomes == {"a": Outcome("degraded", "no chain"), "b": Outcome("ok")}


def test_f54_a_failing_engine_leaves_the_others_alive() -> None:
    bad = engine("bad", raises=ZeroDivisionError("division by zero\nand more"))
    step = EngineGraph([bad, engine("child", ["bad"]), engine("other")]).step(make_snapshot())
    assert step.ran == ("bad", "child", "other")
    assert step.outcomes["bad"] == Outcome("failed", "bad engine failed: division by zero")
    assert "bad" not in step.results
    assert step.results["child"].seen == {"bad": None}
    assert step.outcomes["other"] == Outcome("ok")
    assert [item.channel.name for item in step.publications] == ["child:update", "other:update"]


def test_f54_fail_on_request_and_recover() -> None:
    graph = EngineGraph([engine("a"), engine("b", ["a"])])
    graph.step(make_snapshot(at("10:30")))
    graph.fail("a")
    step = graph.step(make_snapshot(at("10:31")))
    assert step.outcomes["a"] == Outcome("failed", "a engine failed: made to fail on request")
    assert "a" not in step.results
    assert step.results["b"].seen == {"a": None}
    graph.fail("a", False)
    after = graph.step(make_snapshot(at("10:32")))
    assert after.outcomes["a"] == Outcome("ok")
    assert after.results["a"].runs == 2


def test_fail_of_an_unknown_engine_says_which_exist() -> None:
    with pytest.raises(ValueError, match="'a'"):
        EngineGraph([engine("a")]).fail("nope")


def test_an_error_without_text_is_named_by_its_type() -> None:
    step = EngineGraph([engine("a", raises=KeyError())]).step(make_snapshot())
    assert step.outcomes["a"].reason == "a engine failed: KeyError"


def test_the_run_of_an_engine_that_can_explain_is_kept_with_what_it_saw_and_remembered() -> None:
    def explain(run: Run[Any, Any], asked: Asked) -> None:
        return None

    plain, able = engine("plain"), replace(engine("able", every_ms=1_000), explain=explain)
    graph = EngineGraph([plain, able])
    first, second = make_snapshot(at("10:30")), make_snapshot(at("10:30") + NANOS_PER_MILLI)
    step = graph.step(first)
    assert set(step.runs) == {"able"}
    assert (step.runs["able"].snapshot, step.runs["able"].result, step.runs["able"].memory) == (first, Count(1), 1)
    again = graph.step(second)
    assert again.runs["able"] is step.runs["able"]
    graph.fail("able")
    failed = graph.step(make_snapshot(at("10:31")))
    assert failed.runs == {}
    assert set(step.runs) == {"able"}
