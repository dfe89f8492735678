"""An explanation that says nothing, and remembers that it was asked."""

from typing import Any

from spxcc.engines.engine import Asked, Run

asked: list[tuple[str, str]] = []


def explain(run: Run[Any, Any], question: Asked) -> None:
    asked.append((question.channel, question.path))
