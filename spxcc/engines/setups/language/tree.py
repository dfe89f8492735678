"""What the grammar makes of tokens: nodes that know where they stand."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from spxcc.engines.setups.language.units import Unit


@dataclass(frozen=True, slots=True)
class Number:
    """A literal in its unit."""

    value: float
    unit: Unit
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A feature, or a function with its arguments; `called` where brackets were written."""

    name: str
    args: tuple["Node", ...]
    called: bool
    at: int


@dataclass(frozen=True, slots=True)
class Back:
    """`body[bars]`: the value so many bars ago."""

    body: "Node"
    bars: int
    at: int


@dataclass(frozen=True, slots=True)
class Unary:
    """`-body` or `not body`."""

    sign: Literal["-", "not"]
    body: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic, a comparison, `and` or `or`."""

    sign: str
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Between:
    """`body in [low, high]`, both ends included."""

    body: "Node"
    low: "Node"
    high: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Lately:
    """`body within n bars`: on one of the last n; `body for n bars`: on all of them. This bar counts."""

    word: Literal["within", "for"]
    body: "Node"
    bars: int
    at: int


Node: TypeAlias = Number | Name | Back | Unary | Binary | Between | Lately
