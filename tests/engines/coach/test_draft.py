"""Drafts."""

import msgspec
import pytest

from spxcc.engines.coach.draft import Draft
from spxcc.engines.coach.told import Told


def test_a_draft_is_a_value() -> None:
    draft = Draft(kind="wall", subject="call", type="alert", priority="medium", told=Told("x"))
    assert msgspec.json.decode(msgspec.json.encode(draft), type=Draft) == draft
    assert (draft.free, draft.call, draft.expires, draft.falsifier) == (False, False, None, None)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"kind": "rumour", "subject": "", "type": "alert", "priority": "low", "told": Told("")}, Draft)
