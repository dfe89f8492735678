"""Plans by what a key gets."""

import pytest

from spxcc.runtime.doctor.upstream_found import Answered, Part, UpstreamFound
from spxcc.runtime.doctor.upstream_plan import plans_of

YES, NO, LATE, BUSY = Answered(), Answered("denied"), Answered(late=True), Answered("transient", limited=True)


@pytest.mark.parametrize(
    ("answers", "plans"),
    [
        ({}, ()),
        ({"chain": NO}, ("Options Basic or none",)),
        ({"chain": YES, "option_trades": NO, "option_quotes": NO}, ("Options Starter",)),
        ({"chain": LATE, "option_trades": LATE, "option_quotes": NO}, ("Options Developer",)),
        ({"chain": YES, "option_trades": YES, "option_quotes": YES}, ("Options Advanced",)),
        ({"chain": YES, "option_trades": YES, "option_quotes": BUSY}, ("Options Developer or Advanced",)),
        ({"chain": YES}, ("Options Starter or better",)),
        ({"indices": YES}, ("Indices Advanced",)),
        ({"indices": LATE}, ("Indices Starter",)),
        ({"indices": NO}, ("Indices Basic or none",)),
        ({"stock_trades": YES}, ("Stocks Advanced",)),
        ({"stock_trades": LATE}, ("Stocks Developer",)),
        ({"stock_trades": NO, "stock_bars": YES}, ("Stocks Starter or Basic",)),
        ({"stock_trades": NO, "stock_bars": NO}, ("no Stocks plan",)),
        ({"chain": Answered("unknown"), "indices": BUSY}, ("Options Starter or better",)),
    ],
)
def test_f62_the_plan_by_what_answers(answers: dict[Part, Answered], plans: tuple[str, ...]) -> None:
    found = UpstreamFound("h", True)
    found.answers.update(answers)
    assert plans_of(found) == plans
