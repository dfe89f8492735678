"""The one selection: which setup is chosen, and what belongs to it."""

from spxcc.engines.setups.result import SETUPS_UPDATE, Setup
from spxcc.ui.frame import Frame

STRIKE_REACH = 2.5
"""Points: half a strike step of SPX, so exactly the strikes next to a price belong to it."""


def selected_setup(frame: Frame) -> Setup | None:
    """The chosen setup while the store has it."""
    chosen = frame.state.setup_id
    return None if chosen is None else frame.source.items(SETUPS_UPDATE).get(chosen)


def concerns_strike(setup: Setup | None, strike: float) -> bool:
    """Whether a contract at `strike` is where the setup is."""
    return setup is not None and abs(strike - setup.level_price) <= STRIKE_REACH
