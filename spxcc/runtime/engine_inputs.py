"""What the engines are given beside the market: recorded with a session, so that a replay computes the same."""

from pathlib import Path
from typing import Any

import msgspec

from spxcc.engines.agenda.params import Rule
from spxcc.engines.catalog import make_engines
from spxcc.engines.engine import Engine
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.score.result import NOTHING_KNOWN, ScoreResult
from spxcc.runtime.config import Settings
from spxcc.runtime.errors import UserError
from spxcc.runtime.events import load_events
from spxcc.runtime.paths import SETUPS_NAME
from spxcc.runtime.setup_files import user_texts


class EngineInputs(msgspec.Struct, frozen=True, kw_only=True):
    """Sign model and its overrides by expiry, and the rules of the event calendar with what was wrong in them.

    score: what the ledger knew of the setups when the run began. setups: the user's own, as source and text of each.
    """

    sign_model: str
    sign_overrides: dict[str, str] = {}
    rules: tuple[Rule, ...] = ()
    problems: tuple[str, ...] = ()
    score: ScoreResult = NOTHING_KNOWN
    setups: tuple[tuple[str, str], ...] = ()

    def engines(self) -> tuple[Engine[Any, Any], ...]:
        """The catalogue with these inputs."""
        gex = GexSettings(sign_model=self.sign_model, sign_overrides=self.sign_overrides)
        return make_engines(gex, self.rules, self.problems, self.score, self.setups)

    def text(self) -> str:
        """As JSON."""
        return msgspec.json.encode(self).decode()


def inputs_of(settings: Settings, events: Path | None, score: ScoreResult = NOTHING_KNOWN) -> EngineInputs:
    """Those of this user, whose setups stand in a folder beside the calendar `events`."""
    book = load_events(events)
    return EngineInputs(
        sign_model=settings.sign_model,
        sign_overrides=settings.sign_overrides,
        rules=book.rules,
        problems=book.problems,
        score=score,
        setups=() if events is None else user_texts(events.parent / SETUPS_NAME),
    )


def inputs_from(text: str) -> EngineInputs:
    """Those of a recorded session. Raises UserError for others than this version knows."""
    try:
        return msgspec.json.decode(text, type=EngineInputs)
    except msgspec.MsgspecError as error:
        raise UserError(
            f"expected the engines' inputs in the session, found: {error}; open it with the spxcc that recorded it"
        ) from None
