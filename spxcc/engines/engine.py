"""`Engine`: a pure function, its place in the graph, and the channels it speaks on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Generic, Literal, Protocol, TypeVar, cast

from spxcc.engines.why.result import Explanation
from spxcc.market.snapshot import MarketSnapshot
from spxcc.protocol.channel import Channel

R = TypeVar("R")
RCo = TypeVar("RCo", covariant=True)
M = TypeVar("M")


@dataclass(frozen=True)
class ResultKey(Generic[R]):
    """Typed name of an engine's result, declared in its `result.py`."""

    name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an engine fared in this step: `ok`, `degraded` (it gave a `reason`) or `failed` (it raised)."""

    state: Literal["ok", "degraded", "failed"]
    reason: str | None = None


@dataclass(frozen=True)
class Upstream:
    """Results of the engines that ran before, in this step or (if not due) in an earlier one."""

    results: Mapping[str, Any] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)

    def get(self, key: ResultKey[R]) -> R | None:
        """The result, or `None` if that engine failed or has not run."""
        return cast("R | None", self.results.get(key.name))


class Compute(Protocol[RCo, M]):
    """One step. The same arguments give the same answer, to the bit."""

    def __call__(self, snapshot: MarketSnapshot, upstream: Upstream, memory: M) -> tuple[RCo, M]: ...


@dataclass(frozen=True, slots=True)
class Run(Generic[R, M]):
    """One run of an engine, kept by reference: what it saw, what it said, and what it remembered afterwards."""

    snapshot: MarketSnapshot
    result: R
    memory: M
    upstream: Upstream = field(default_factory=Upstream)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the path of a number in the value of a channel.

    published: that value as it is on the wire (of a delta or event channel the list of its items), `None` before any.
    """

    channel: str
    path: str
    published: Callable[[], Any] = lambda: None


class NoSuchNumber(ValueError):
    """A path that names no number of a result; the text says which there are."""


class Explain(Protocol):
    """Where a number of a run comes from; `None` = this engine has no more to tell of it than the value.

    The same arguments give the same answer. Raises NoSuchNumber.
    """

    def __call__(self, run: Run[Any, Any], asked: Asked) -> Explanation | None: ...


def later(place: str) -> Explain:
    """The function at `place` (`module:name`), imported when the first question is asked and not at the start."""
    module, _, name = place.partition(":")

    def explain(run: Run[Any, Any], asked: Asked) -> Explanation | None:
        found: Explain = getattr(import_module(module), name)
        return found(run, asked)

    return explain


@dataclass(frozen=True)
class Publication:
    """A value for a channel: of a delta channel the sequence of all items, of an event channel that of the new ones."""

    channel: Channel
    value: Any


@dataclass(frozen=True)
class Engine(Generic[R, M]):
    """Token of an engine.

    every_ms: least market time between two runs (0 = each step). heavy: takes over 5 ms, the node runs it off the loop.
    publish: what of a result goes on which channel. channels: those it is answerable for (health, smoke test).
    spare: others that it speaks on if its input happens to have them. prompt: a mere look at the market, which needs no
    engine that is not prompt too, and speaks before the others of its step have run. explain: serves `why`, on a result
    that the engine gave and the memory it left.
    """

    key: ResultKey[R]
    compute: Compute[R, M]
    initial: Callable[[], M]
    publish: Callable[[R], Iterable[Publication]]
    channels: tuple[Channel, ...]
    needs: tuple[ResultKey[Any], ...] = ()
    every_ms: int = 0
    heavy: bool = False
    spare: tuple[Channel, ...] = ()
    prompt: bool = False
    explain: Explain | None = None
