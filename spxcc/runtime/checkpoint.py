"""The state of a run as bytes: the market, the engines, and the events that were sent.

Read back only by the very same program: `code` names it. A file may come from others, so that nothing but values of the
market and the engines is ever made from one.
"""

import hashlib
import io
import pickle
import platform
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import msgspec
import numpy as np

from spxcc import __version__
from spxcc.engines.graph import GraphState, StepResult
from spxcc.gateway.hub import Hub
from spxcc.gateway.topic import KeptEvents
from spxcc.market.state import MarketState
from spxcc.market.units import UnixNanos
from spxcc.runtime.digest import Told
from spxcc.runtime.pipeline import Pipeline

ROOMS = ("market", "quant", "engines", "gateway")
MODULES = ("runtime/checkpoint.py", "runtime/digest.py")
OURS = (
    "spxcc.market.", "spxcc.quant.", "spxcc.engines.", "spxcc.gateway.topic.", "spxcc.runtime.checkpoint.",
    "spxcc.runtime.digest.",
)  # fmt: skip
OTHERS = frozenset(
    {
        ("msgspec._utils", "rebuild"), ("numpy", "dtype"), ("numpy", "ndarray"), ("collections", "Counter"),
        ("collections", "deque"), ("collections", "OrderedDict"), ("builtins", "set"), ("builtins", "frozenset"),
        ("numpy._core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "scalar"),
        ("numpy._core.numeric", "_frombuffer"), ("numpy.core.multiarray", "_reconstruct"),
        ("numpy.core.multiarray", "scalar"), ("numpy.core.numeric", "_frombuffer"),
    }
)  # fmt: skip
LEVEL = 1
ALONE_S = 1.0
"""More than `loose` takes."""


ENGINES, MARKET = "engines", "market"
"""Kinds of checkpoints in a session file."""


class NotACheckpoint(ValueError):
    """Bytes that this program did not make."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run needs to go on: after the step `as_of`, `events` had been taken.

    sent, said_at: events of the event channels, and `as_of` of the last frame of each channel. told: how far the digest
    was, `None` where none was made.
    """

    as_of: UnixNanos
    events: int
    market: MarketState
    engines: GraphState | None = None
    sent: Mapping[str, KeptEvents] = field(default_factory=dict)
    said_at: Mapping[str, UnixNanos] = field(default_factory=dict)
    told: Told | None = None


def kept_of(pipeline: Pipeline, hub: Hub, as_of: UnixNanos, events: int, told: Told | None = None) -> Kept:
    """The state of a run after its step `as_of`, when `events` had been taken."""
    return Kept(as_of, events, pipeline.state, pipeline.graph.state(), hub.kept_events(), hub.instants(), told)


def restored(kept: Kept, engines: GraphState, pipeline: Pipeline, hub: Hub) -> StepResult:
    """Make a new `pipeline` and a hub where nothing was said what they were at `kept`; the last step."""
    pipeline.state = kept.market
    said = pipeline.graph.restore(engines)
    hub.seed_events(kept.sent)
    for item in said:
        hub.publish(item.channel, item.value, kept.said_at.get(item.channel.name, kept.as_of))
    hub.seed_instants(kept.said_at)
    return StepResult(engines.results, engines.outcomes, said)


def freeze(kept: Kept) -> bytes:
    """As bytes. The values of a step never change, but `market` does: not while it goes on."""
    return packed(loose(kept))


def loose(kept: Kept) -> bytes:
    """The half of `freeze` that must be done before the market goes on; `packed` may be done on any thread later."""
    before = sys.getswitchinterval()
    # Frames wait for this: other threads, which would take the interpreter several times meanwhile, wait instead.
    sys.setswitchinterval(ALONE_S)
    try:
        return pickle.dumps(kept, protocol=5)
    finally:
        sys.setswitchinterval(before)


def packed(body: bytes) -> bytes:
    """The other half: what `thaw` reads. It lets other threads run meanwhile."""
    return zlib.compress(body, LEVEL)


def thaw(body: bytes) -> Kept:
    """What `freeze` was given. Raises NotACheckpoint."""
    try:
        found = _Reader(io.BytesIO(zlib.decompress(body))).load()
    except Exception as error:
        raise NotACheckpoint(f"expected a checkpoint of this program, found: {type(error).__name__}: {error}") from None
    if not isinstance(found, Kept):
        raise NotACheckpoint(f"expected a checkpoint of this program, found {type(found).__name__}")
    return found


@cache
def code() -> str:
    """Names the program: release, Python, libraries, and the text of all that makes and reads the values."""
    digest = hashlib.sha256(
        f"{__version__} {platform.python_version()} {np.__version__} {msgspec.__version__}".encode()
    )
    for room in ROOMS:
        _read(files("spxcc").joinpath(room), digest)
    for module in MODULES:
        digest.update(module.encode() + files("spxcc").joinpath(module).read_bytes())
    return digest.hexdigest()


def _read(folder: Traversable, digest: Any) -> None:
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        if each.is_dir():
            _read(each, digest)
        elif each.name.endswith(".py"):
            digest.update(each.name.encode() + each.read_bytes())


class _Reader(pickle.Unpickler):
    """Makes classes of the market and the engines, and arrays; no function of ours is called."""

    def find_class(self, module: str, name: str) -> Any:
        """The class. Raises UnpicklingError for all else."""
        if (module, name) in OTHERS:
            return super().find_class(module, name)
        if f"{module}.".startswith(OURS) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a checkpoint")
