"""Numbers about the server in the text format of Prometheus. No user, token or address stands in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from spxcc.protocol.codes import CloseCode

PREFIX = "spxcc_"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_CODES = frozenset(int(code) for code in CloseCode)


@dataclass(frozen=True, slots=True)
class Metric:
    """One family. `samples`: value by label value, `""` for the only one; `label` names what they differ in."""

    name: str
    kind: Literal["gauge", "counter"]
    text: str
    samples: Mapping[str, float]
    label: str = ""


def single(name: str, kind: Literal["gauge", "counter"], text: str, value: float) -> Metric:
    """A family of one number."""
    return Metric(name, kind, text, {"": value})


def code_label(code: int | None) -> str:
    """A documented close code as text, `other` for any other, so that no peer can make up labels."""
    return str(code) if code in _CODES else "other"


def exposition(metrics: Iterable[Metric]) -> bytes:
    """The page, families by name, samples by label."""
    lines: list[str] = []
    for metric in sorted(metrics, key=lambda each: each.name):
        name = PREFIX + metric.name
        lines += [f"# HELP {name} {_escaped(metric.text)}", f"# TYPE {name} {metric.kind}"]
        for value, number in sorted(metric.samples.items()):
            labels = f'{{{metric.label}="{_quoted(value)}"}}' if metric.label else ""
            lines.append(f"{name}{labels} {number:.17g}")
    return ("\n".join(lines) + "\n").encode()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', r"\"")
