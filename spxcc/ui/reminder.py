"""The toast that asks for the plan card, once a day, never over what is being done."""

from spxcc.engines.session.result import STATUS
from spxcc.ui import format as words
from spxcc.ui.frame import Frame

FROM, UNTIL = "09:25", "10:00"
"""Exchange time in which it is asked for."""
TEXT = "bias, line, two levels, limits: 60 seconds, all optional"


class Reminder:
    """Remembers for which session it has asked."""

    def __init__(self) -> None:
        self._asked = ""

    def due(self, frame: Frame) -> bool:
        """Whether to ask now: true once a session, while its card is not typed."""
        status, day = frame.source.get(STATUS), frame.day
        if frame.session_now is None or status is None or day is None or status.session == self._asked:
            return False
        today = words.day(frame.session_now) == status.session == day.session
        if not today or day.card is not None or not FROM <= words.clock(frame.session_now, seconds=False) < UNTIL:
            return False
        self._asked = status.session
        return True
