"""What the screen knows, as text."""

import csv
import io
import json

from spxcc.ui.channels import CHANNELS
from spxcc.ui.export import HEADINGS, as_csv, as_json, gathered, leaves
from tests.fakes.desk_data import LAST, empty_desk, full_desk


def test_json_and_csv_hold_the_same_numbers() -> None:
    values = gathered(full_desk()[0])
    assert set(values) <= {channel.name for channel in CHANNELS}
    whole = json.loads(as_json(values))
    table = list(csv.reader(io.StringIO(as_csv(values))))
    assert tuple(table[0]) == HEADINGS
    found = {(channel, path): value for channel, path, value in table[1:]}
    assert whole["price:SPX"]["price"] == LAST == float(found["price:SPX", "price"])
    assert len(found) == len(table) - 1 == sum(1 for name in whole for _ in leaves(whole[name]))


def test_nothing_known_is_nothing() -> None:
    assert gathered(empty_desk()[0]) == {}
    assert as_csv({}) == "channel,path,value\n"
