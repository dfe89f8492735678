"""The end of tasks that must end."""

import asyncio
from typing import Any

AGAIN_S = 5.0
"""What tidies up has so long before it is told once more."""


async def cancelled(*tasks: asyncio.Task[Any]) -> None:
    """Until all have ended, however they do: a cancellation can get lost where a library waits with a time limit."""
    while pending := {task for task in tasks if not task.done()}:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=AGAIN_S)
