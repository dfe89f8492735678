"""The doctor for the screen: the report of this user's settings as one text."""

import logging
from collections.abc import Callable

from spxcc.market.clock import Clock
from spxcc.runtime.errors import UserError

log = logging.getLogger(__name__)

WIDTH = 98


async def report_text(clock: Clock, tell: Callable[[str], None]) -> str:
    """All lines. tell: progress, where it takes long. What keeps it from looking is the text."""
    # The probes bring an HTTP client and the rows of a vendor with them.
    from spxcc.runtime.choice import running_server
    from spxcc.runtime.config import Config, Settings, load
    from spxcc.runtime.doctor.examine import Patient, examine
    from spxcc.runtime.doctor.text import report_lines
    from spxcc.runtime.paths import user_paths

    trouble, paths = "", user_paths()
    try:
        config = load(paths)
    except UserError as error:
        config, trouble = Config(Settings(), dict.fromkeys(Settings.__struct_fields__, "default")), str(error)
    try:
        report = await examine(Patient(config, paths, None, None, trouble, running_server()), clock, tell)
    except UserError as error:
        return str(error)
    except Exception as error:
        log.exception("the doctor could not end its report")
        return f"the doctor could not end its report: {type(error).__name__}: {error}; spxcc doctor may say more"
    return "\n".join(report_lines(report, WIDTH))
