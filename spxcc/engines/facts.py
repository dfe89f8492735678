"""What the ledger told an engine, decoded once."""

from functools import lru_cache
from typing import Any, TypeVar, cast

import msgspec

from spxcc.market.snapshot import MarketSnapshot

T = TypeVar("T", bound=msgspec.Struct)


def fact_of(snapshot: MarketSnapshot, name: str, kind: type[T]) -> T | None:
    """The fact of that name, `None` where the ledger said nothing. Raises ValueError for JSON of another struct."""
    body = snapshot.facts.get(name)
    return None if body is None else cast(T, _decoded(body, kind))


@lru_cache(maxsize=32)
def _decoded(body: str, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError as error:
        raise ValueError(f"expected {kind.__name__} of the ledger, found: {error}; record the day anew") from None
