"""The command palette's entries, from the table of actions."""

from collections.abc import Coroutine, Iterator, Sequence
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from spxcc.ui.actions import ACTIONS, ActionDef, key_names, keyed

DISCOVER = 12
OPEN = ("app.commands",)
FREE = 0.01
"""Score of what takes any words: an action that is called by them comes before it."""


class ActionCommands(Provider):
    """Every action by its label, once for each choice of its argument."""

    @property
    def _actions(self) -> Sequence[ActionDef]:
        options = getattr(self.app, "options", None)
        return ACTIONS if options is None else keyed(options.keymap)

    def _run(self, action: ActionDef, argument: str = "") -> partial[Coroutine[Any, Any, None]]:
        told = f", {argument!r}" if argument else ""
        return partial(self.screen.run_action, f"perform({action.id!r}{told})")

    async def discover(self) -> Hits:
        """The most needed ones."""
        plain = (one for one in self._actions if one.id not in OPEN and "{}" not in one.label)
        for action in sorted(plain, key=lambda one: one.rank)[:DISCOVER]:
            yield DiscoveryHit(action.label, self._run(action), help=key_names(action))

    async def search(self, query: str) -> Hits:
        """Fuzzy by label; what follows the words of an action with a free argument is that argument."""
        matcher = self.matcher(query)
        for action in self._actions:
            for label, argument in entries(action, query):
                score = FREE if action.free else matcher.match(label)
                if score > 0:
                    shown = label if action.free else matcher.highlight(label)
                    yield Hit(score, shown, self._run(action, argument), text=label, help=key_names(action) or None)


def entries(action: ActionDef, query: str = "") -> Iterator[tuple[str, str]]:
    """(label, argument) of what the palette offers of `action` for `query`."""
    if "{}" not in action.label:
        yield action.label, ""
    elif action.choices:
        yield from ((action.label.replace("{}", choice), choice) for choice in action.choices)
    elif argument := argument_of(action.label, query):
        yield action.label.replace("{}", argument), argument


def argument_of(label: str, query: str) -> str:
    """What stands after the words of `label` in `query`: `level: go 6905` or `level go 6905` → `6905`, else ""."""
    words = label.partition("{}")[0].replace(":", " ").split()
    said = query.replace(":", " ", 1).split()
    if len(said) <= len(words) or [one.lower() for one in said[: len(words)]] != words:
        return ""
    return " ".join(said[len(words) :])
