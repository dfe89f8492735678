"""The calendar on the wire."""

import msgspec

from spxcc.engines.agenda.compute import agenda_at
from spxcc.engines.agenda.params import Rule
from spxcc.engines.agenda.result import AGENDA, Agenda


def test_it_survives_the_wire() -> None:
    agenda = agenda_at((Rule(id="cpi", time="08:30", dates=("2026-03-24",)),), 0, "2026-03-24")
    assert msgspec.json.decode(msgspec.json.encode(agenda), type=Agenda) == agenda
    assert AGENDA.name == "events:update"
