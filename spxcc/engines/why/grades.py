"""Unit, definition and grade of the values that have no formula of their own here: the trust ledger by channel."""

from dataclasses import dataclass

from spxcc.engines.why.result import Grade


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a value is: `unit` where all of the channel have one, `formula` in a sentence."""

    unit: str
    formula: str
    grade: Grade


EXCHANGE = Grade("A", "exchange data; the index itself is old in the first minute and in a halt")
CHAIN = Grade("D", "rests on the sign model and on one of many definitions: never compare vendors")
PRICED = Grade("A−", "from quotes; crossed and wide ones are excluded and counted")
MADE = Grade("C", "a rule of ours over the data; deterministic, without a proven edge")
LABEL = Grade("C", "gamma explains about 5 % of realised volatility: a prior for volatility, not a direction")
SIDE = Grade("C", "midpoint prints have no known side, and opening or closing is not known")
UNPROVEN = Grade("D", "insufficient until 30 resolved cases on 15 days stand behind it")
OWN = Grade("A", "counted by this program itself")

CHANNELS: dict[str, Meaning] = {
    "price": Meaning("", "The newest price of the source, and its change against the previous close.", EXCHANGE),
    "bars": Meaning(
        "", "One-minute bars of the source; the forming one carries high and low since its start.", EXCHANGE
    ),
    "gex": Meaning("", "Part of the gamma exposure result; its inputs stand beside it.", CHAIN),
    "regime": Meaning("", "Two axes, gamma and behaviour of price, with hysteresis; no label without evidence.", LABEL),
    "basis": Meaning("", "SPX against SPY times their ratio; parity of the options beside it.", MADE),
    "levels": Meaning("", "A price at which something measured stands: the field `source` and `kind` say what.", MADE),
    "clusters": Meaning("", "Levels of different families within a band around each other.", MADE),
    "setups": Meaning("", "A rule with a falsifier; decided on closed one-minute bars.", MADE),
    "flow": Meaning("", "Prints classified by the quote that stood when they came.", SIDE),
    "coach": Meaning("", "A sentence whose every numeral is cited by channel, id and age.", MADE),
    "prediction": Meaning("", "A cone from the at-the-money volatility, growing with the root of time.", PRICED),
    "health": Meaning("", "State of the engines and sources, as this program sees them.", OWN),
    "events": Meaning("", "An event of the calendar, by the shipped rules and the user's file.", MADE),
    "score": Meaning("", "Counted from resolved outcomes of the ledger, forward and backtest apart.", OWN),
    "replay": Meaning("", "State of the replay.", OWN),
    "status": Meaning("", "State of the session by the exchange calendar.", OWN),
}
PROBABILITIES = frozenset({"probability", "null_probability", "win_probability"})
UNKNOWN = Meaning("", "A value of this channel.", MADE)


def kind_of(channel: str, field: str) -> Meaning:
    """By the head of the channel's name; a probability is graded as one wherever it stands."""
    meaning = CHANNELS.get(channel.partition(":")[0], UNKNOWN)
    return Meaning("share", meaning.formula, UNPROVEN) if field in PROBABILITIES else meaning
