"""Tokens to a tree, by recursive descent.

any    = all {"or" all}            all   = one {"and" one}         one  = "not" one | test
test   = sum [compare sum | "in" "[" sum "," sum "]"] [("within" | "for") n "bars"]
sum    = term {("+" | "-") term}   term  = sign {("*" | "/") sign}
sign   = "-" sign | item           item  = (number | name ["(" any {"," any} ")"] | "(" any ")") {"[" n "]"}
"""

from collections.abc import Callable

from spxcc.engines.setups.language.problems import LanguageError
from spxcc.engines.setups.language.tokens import Token, tokens_of
from spxcc.engines.setups.language.tree import Back, Between, Binary, Lately, Name, Node, Number, Unary
from spxcc.engines.setups.language.units import Unit

COMPARE = ("<=", ">=", "==", "!=", "<", ">")
WORDS = frozenset({"and", "or", "not", "in", "within", "for", "bars", "bar"})
MOST_BACK = 240
"""An expression may look back so many bars."""
DEEPEST = 40


def parse(text: str) -> Node:
    """The tree of an expression. Raises LanguageError with the offset of what was not expected."""
    reader = _Reader(tokens_of(text))
    node = reader.any()
    reader.expect("end", "the end of the expression")
    return node


class _Reader:
    """The tokens and where in them we are."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._place, self._depth = tokens, 0, 0

    def any(self) -> Node:
        """Terms joined by `or`."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise LanguageError(f"expected at most {DEEPEST} nested brackets, found more", self._now.at)
        node = self._all()
        while self._is("or"):
            node = Binary("or", node, self._after(self._all), self._now.at)
        self._depth -= 1
        return node

    def expect(self, text: str, what: str) -> Token:
        """The next token, which must be `text`."""
        token = self._now
        if token.text != text and not (text == "end" and token.sort == "end"):
            raise LanguageError(f"expected {what}, found {token.text!r}", token.at)
        self._place = min(self._place + 1, len(self._tokens) - 1)
        return token

    @property
    def _now(self) -> Token:
        return self._tokens[self._place]

    def _is(self, *texts: str) -> bool:
        return self._now.sort in ("name", "sign") and self._now.text in texts

    def _after(self, read: Callable[[], Node]) -> Node:
        self._place += 1
        return read()

    def _all(self) -> Node:
        node = self._one()
        while self._is("and"):
            node = Binary("and", node, self._after(self._one), self._now.at)
        return node

    def _one(self) -> Node:
        if self._is("not"):
            at = self._now.at
            return Unary("not", self._after(self._one), at)
        return self._test()

    def _test(self) -> Node:
        node = self._sum()
        sign = self._now
        if self._is(*COMPARE):
            node = Binary(sign.text, node, self._after(self._sum), sign.at)
        elif self._is("in"):
            self._place += 1
            node = self._range(node, sign.at)
        if self._is("within", "for"):
            word = self._now
            self._place += 1
            bars = self._count()
            node = Lately("within" if word.text == "within" else "for", node, bars, word.at)
        if self._is(*COMPARE):
            raise LanguageError("expected one comparison, found two in a row: join them with and", self._now.at)
        return node

    def _range(self, body: Node, at: int) -> Node:
        self.expect("[", "[ behind in")
        low = self._sum()
        self.expect(",", "a comma in [low, high]")
        high = self._sum()
        self.expect("]", "] behind [low, high")
        return Between(body, low, high, at)

    def _sum(self) -> Node:
        node = self._term()
        while self._is("+", "-"):
            sign = self._now
            node = Binary(sign.text, node, self._after(self._term), sign.at)
        return node

    def _term(self) -> Node:
        node = self._sign()
        while self._is("*", "/"):
            sign = self._now
            node = Binary(sign.text, node, self._after(self._sign), sign.at)
        return node

    def _sign(self) -> Node:
        if self._is("-"):
            at = self._now.at
            self._deeper()
            node = Unary("-", self._after(self._sign), at)
            self._depth -= 1
            return node
        return self._item()

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise LanguageError(f"expected at most {DEEPEST} nested signs, found more", self._now.at)

    def _item(self) -> Node:
        token = self._now
        if token.sort == "number":
            self._place += 1
            node: Node = Number(token.value, token.unit, token.at, token.text)
        elif token.sort == "name" and token.text not in WORDS:
            self._place += 1
            node = self._name(token)
        elif self._is("("):
            self._place += 1
            node = self.any()
            self.expect(")", ") to close the bracket")
        else:
            raise LanguageError(f"expected a value, found {token.text!r}", token.at)
        while self._is("["):
            node = self._back(node)
        return node

    def _name(self, token: Token) -> Node:
        if not self._is("("):
            return Name(token.text, (), False, token.at)
        self._place += 1
        args = [self.any()]
        while self._is(","):
            args.append(self._after(self.any))
        self.expect(")", f") to close {token.text}(")
        return Name(token.text, tuple(args), True, token.at)

    def _back(self, body: Node) -> Node:
        at = self.expect("[", "[").at
        if self._is("-"):
            raise LanguageError(
                "future reference: a bar that has not closed yet cannot be read; x[1] is the bar before this one", at
            )
        token = self._now
        if token.sort != "number" or not token.whole:
            raise LanguageError(f"expected a whole number of bars, as in close[1], found {token.text!r}", token.at)
        self._place += 1
        self.expect("]", "] behind the number of bars")
        return Back(body, self._allowed(int(token.value), token.at), at)

    def _count(self) -> int:
        token = self._now
        if token.sort != "number" or token.unit is not Unit.BARS:
            raise LanguageError(f"expected a number of bars, as in within 8 bars, found {token.text!r}", token.at)
        self._place += 1
        return whole_bars(token.value, token.at)

    def _allowed(self, bars: int, at: int) -> int:
        if bars > MOST_BACK:
            raise LanguageError(f"expected at most {MOST_BACK} bars back, found {bars}", at)
        return bars


def whole_bars(value: float, at: int) -> int:
    """A number of bars from 1 to `MOST_BACK`."""
    if value != int(value) or not 1 <= value <= MOST_BACK:
        raise LanguageError(f"expected 1 to {MOST_BACK} whole bars, found {value:g}", at)
    return int(value)
