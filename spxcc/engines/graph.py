"""The engines in order of need: one `step` per snapshot, each engine alone with its failures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from spxcc.engines.engine import Engine, Outcome, Publication, Run, Upstream
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_MILLI, UnixNanos


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one step gave.

    results: per engine, of this step or (not due) an earlier one; a failed engine has none. outcomes: per engine that
    has run. publications: of the engines that ran now, the prompt ones first, else in catalogue order. ran: their
    names, in the order they ran. runs: the run that each result is of, for the engines that can explain theirs.
    """

    results: Mapping[str, Any] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    publications: tuple[Publication, ...] = ()
    ran: tuple[str, ...] = ()
    runs: Mapping[str, Run[Any, Any]] = field(default_factory=dict)


def order_of_need(engines: Sequence[Engine[Any, Any]]) -> tuple[Engine[Any, Any], ...]:
    """`engines` with every need before its dependent; free choices fall to the order given.

    Raises ValueError on a repeated name, on a need that nobody provides, on a circle, and on a prompt engine that needs
    one that is not.
    """
    place = {engine.key.name: at for at, engine in enumerate(engines)}
    if len(place) != len(engines):
        names = [engine.key.name for engine in engines]
        raise ValueError(f"expected each engine once, found {names}; drop the repeated ones from the catalogue")
    needs = {engine.key.name: [need.name for need in engine.needs] for engine in engines}
    unknown = sorted({need for wanted in needs.values() for need in wanted} - place.keys())
    if unknown:
        raise ValueError(f"expected every need in the catalogue, missing {unknown}; seat their engines there")
    slow = sorted(
        {need for one in engines if one.prompt for need in needs[one.key.name] if not engines[place[need]].prompt}
    )
    if slow:
        raise ValueError(f"expected prompt engines to need prompt ones alone, found {slow}; let the dependents wait")
    sorter = TopologicalSorter(needs)
    try:
        sorter.prepare()
    except CycleError as error:
        raise ValueError(
            f"expected engines without a circle, found {error.args[1]}; break one of these needs"
        ) from None
    ordered: list[Engine[Any, Any]] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=place.__getitem__)
        first = ready.pop(0)
        ordered.append(engines[place[first]])
        sorter.done(first)
    return tuple(ordered)


@dataclass(frozen=True, slots=True)
class GraphState:
    """All that the engines carry from step to step, by name."""

    memory: Mapping[str, Any]
    results: Mapping[str, Any]
    outcomes: Mapping[str, Outcome]
    last_run: Mapping[str, UnixNanos]


class EngineGraph:
    """Runs the engines over snapshots and keeps their memories, last results and outcomes.

    Not safe for two threads at once; the steps may run on any one thread after another.
    """

    def __init__(self, engines: Sequence[Engine[Any, Any]]) -> None:
        self.engines: tuple[Engine[Any, Any], ...] = tuple(engines)
        self._ordered = order_of_need(self.engines)
        self._memory: dict[str, Any] = {engine.key.name: engine.initial() for engine in self.engines}
        self._results: dict[str, Any] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._runs: dict[str, Run[Any, Any]] = {}
        self._last_run: dict[str, UnixNanos] = {}
        self._failing: set[str] = set()

    def fail(self, name: str, failing: bool = True) -> None:
        """Make the engine `name` raise in each of its runs (or no longer): shows that the others live without it."""
        if name not in self._memory:
            raise ValueError(f"expected an engine of {sorted(self._memory)}, found {name[:64]!r}")
        if failing:
            self._failing.add(name)
        else:
            self._failing.discard(name)

    def state(self) -> GraphState:
        """As it stands between two steps."""
        return GraphState(dict(self._memory), dict(self._results), dict(self._outcomes), dict(self._last_run))

    def restore(self, state: GraphState) -> tuple[Publication, ...]:
        """Go on from `state`, which the same engines left; what they said. Explanations come with the next runs."""
        if set(state.memory) != set(self._memory):
            raise ValueError(f"expected the state of {sorted(self._memory)}, found {sorted(state.memory)}")
        self._memory, self._results = dict(state.memory), dict(state.results)
        self._outcomes, self._last_run = dict(state.outcomes), dict(state.last_run)
        self._runs.clear()
        said = [engine for engine in self.engines if engine.key.name in self._results]
        return tuple(item for engine in said for item in engine.publish(self._results[engine.key.name]))

    def heavy_due(self, as_of: UnixNanos) -> bool:
        """Whether a step at `as_of` would run a heavy engine, so that the node takes it off the loop."""
        return any(engine.heavy and self._due(engine, as_of) for engine in self._ordered)

    def step(self, snapshot: MarketSnapshot) -> StepResult:
        """Run what is due at `snapshot.as_of`: the prompt engines, then the rest."""
        early, late = self.prompt(snapshot), self.rest(snapshot)
        return replace(late, publications=early.publications + late.publications, ran=early.ran + late.ran)

    def prompt(self, snapshot: MarketSnapshot) -> StepResult:
        """Run the prompt engines that are due; `rest` on the same snapshot completes the step.

        An engine that raises, here as there, fails alone and is tried again when next due.
        """
        return self._pass(snapshot, True)

    def rest(self, snapshot: MarketSnapshot) -> StepResult:
        """Run the other engines that are due."""
        return self._pass(snapshot, False)

    def _pass(self, snapshot: MarketSnapshot, prompt: bool) -> StepResult:
        published: dict[str, tuple[Publication, ...]] = {}
        ran: list[str] = []
        for engine in self._ordered:
            if engine.prompt == prompt and self._due(engine, snapshot.as_of):
                published[engine.key.name] = self._run(engine, snapshot)
                ran.append(engine.key.name)
        publications = [item for engine in self.engines for item in published.get(engine.key.name, ())]
        return StepResult(dict(self._results), dict(self._outcomes), tuple(publications), tuple(ran), dict(self._runs))

    def _due(self, engine: Engine[Any, Any], as_of: UnixNanos) -> bool:
        last = self._last_run.get(engine.key.name)
        return last is None or as_of < last or as_of - last >= engine.every_ms * NANOS_PER_MILLI

    def _run(self, engine: Engine[Any, Any], snapshot: MarketSnapshot) -> tuple[Publication, ...]:
        name = engine.key.name
        self._last_run[name] = snapshot.as_of
        try:
            if name in self._failing:
                raise RuntimeError("made to fail on request")
            upstream = Upstream(dict(self._results), dict(self._outcomes))
            result, memory = engine.compute(snapshot, upstream, self._memory[name])
            publications = tuple(engine.publish(result))
        except Exception as error:
            self._results.pop(name, None)
            self._runs.pop(name, None)
            self._outcomes[name] = Outcome("failed", f"{name} engine failed: {_sentence(error)}")
            return ()
        reason = getattr(result, "reason", None)
        self._memory[name] = memory
        self._results[name] = result
        if engine.explain is not None:
            self._runs[name] = Run(snapshot, result, memory, upstream)
        self._outcomes[name] = Outcome("ok") if reason is None else Outcome("degraded", reason)
        return publications


def _sentence(error: Exception) -> str:
    """First line of what the error says, or its type."""
    text = str(error).strip().partition("\n")[0]
    return text[:200] if text else type(error).__name__
