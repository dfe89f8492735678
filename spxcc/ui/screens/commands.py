"""The command palette's entries, from the table of actions."""

from collections.abc import Coroutine
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from spxcc.ui.actions import ACTIONS, ActionDef, key_names

DISCOVER = 12


class ActionCommands(Provider):
    """Every action by its label."""

    def _run(self, action: ActionDef) -> partial[Coroutine[Any, Any, None]]:
        return partial(self.screen.run_action, f"perform('{action.id}')")

    async def discover(self) -> Hits:
        """The most needed ones."""
        ranked = sorted((one for one in ACTIONS if one.id != "app.commands"), key=lambda one: one.rank)
        for action in ranked[:DISCOVER]:
            yield DiscoveryHit(action.label, self._run(action), help=key_names(action))

    async def search(self, query: str) -> Hits:
        """Fuzzy by label."""
        matcher = self.matcher(query)
        for action in ACTIONS:
            score = matcher.match(action.label)
            if score > 0:
                yield Hit(score, matcher.highlight(action.label), self._run(action), help=key_names(action))
