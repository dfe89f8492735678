"""`Draft`: a message before the linter and the budget have seen it."""

from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.coach.result import Claim
from spxcc.engines.coach.told import Told

Kind: TypeAlias = Literal["brief", "data", "gamma", "wall", "walls", "setup", "regime", "session", "blackout"]


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """kind and subject: what it is about; a cool-down holds for both together.

    free: neither the budget nor the gap between calls holds it back. call: it names a direction. expires: ms, `None` =
    the usual time. claim: the falsifier as minutes decide it.
    """

    kind: Kind
    subject: str
    type: Literal["alert", "setup", "guidance"]
    priority: Literal["high", "medium", "low"]
    told: Told
    falsifier: Told | None = None
    claim: Claim | None = None
    setup_id: str | None = None
    expires: int | None = None
    free: bool = False
    call: bool = False
