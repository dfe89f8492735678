"""The plan card: typed once before the open, frozen with a digest, amended only with a reason."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from spxcc.engines.plan.result import DayPlan
from spxcc.ui import format as words
from spxcc.ui.controller import Controller
from spxcc.ui.screens.desk import Desk
from spxcc.ui.screens.plan_form import FIELDS, card_from, texts_of

ADVISORY = "a plan you give yourself; spxcc routes no orders and holds you to nothing"
REASON = "reason"
DIGEST_SHOWN = 12
KEYS = "enter next line · ↓ below the last: w why · esc close"


def heading_of(day: DayPlan | None) -> str:
    """What the card is: new, frozen, amended."""
    if day is None:
        return "PLAN · waiting for the server"
    if day.card is None or day.frozen_at is None:
        begun = "filled in from your last one" if day.yesterday is not None else "empty"
        return f"PLAN {day.session} · not typed yet, {begun} · enter on the last line freezes it"
    digest = (day.amendments[-1].digest if day.amendments else day.digest or "")[:DIGEST_SHOWN]
    amended = f" · amended {len(day.amendments)}×" if day.amendments else ""
    at = words.clock(day.frozen_at, seconds=False)
    return f"PLAN {day.session} · frozen {at} · {digest}{amended} · a change needs a reason"


def foot_of(day: DayPlan | None) -> str:
    """Amendments and the evening's difference."""
    lines: list[str] = []
    if day is not None:
        lines += [f"amended {words.clock(one.at, seconds=False)}: {one.reason}" for one in day.amendments]
        if day.differences:
            lines.append("PLANNED · DONE (from the trades you marked)")
        for one in day.differences:
            mark = "?" if one.kept is None else "✓ kept" if one.kept else "× not kept"
            lines.append(f"{one.what}: {one.planned} · {one.done} · {mark}")
    return "\n".join([*lines, ADVISORY])


class Foot(Static, can_focus=True):
    """Below the lines to type in: a place where letters are keys."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "why", show=False)]

    def action_why(self) -> None:
        """Where the numbers of the card come from."""
        self.post_message(Desk.Wish("view.why", "plan_card"))


class PlanScreen(ModalScreen[None]):
    """`enter` goes to the next line and freezes on the last, up and down move, `esc` closes and forgets."""

    CSS = """
    PlanScreen { align: center middle; }
    #plan { width: 84; max-width: 100%; height: auto; max-height: 100%; border: round $primary; padding: 0 1;
            background: $background; }
    #plan Horizontal { height: 1; }
    #plan Label { width: 20; color: $text-muted; }
    #plan Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
    #plan Static { height: auto; }
    #said { color: $warning; }
    #foot:focus { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "close", show=False),
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self._day = controller.day.plan
        day = self._day
        before = None if day is None else day.stands or day.yesterday
        texts = texts_of(before)
        self._inputs = {
            name: Input(texts[name], placeholder=hint, max_length=120, id=f"plan-{name.replace('_', '-')}")
            for name, _, hint in FIELDS
        }
        if day is not None and day.card is not None:
            self._inputs[REASON] = Input(placeholder="why it is changed", max_length=240, id="plan-reason")
        self._said = Static("", id="said", markup=False)

    def compose(self) -> ComposeResult:
        """One line a field."""
        names = {name: told for name, told, _ in FIELDS} | {REASON: "reason"}
        with VerticalScroll(id="plan", can_focus=False) as box:
            box.border_subtitle = KEYS
            yield Static(heading_of(self._day), markup=False)
            for name, field in self._inputs.items():
                with Horizontal():
                    yield Label(names[name])
                    yield field
            yield self._said
            yield Foot(foot_of(self._day), id="foot", markup=False)

    def on_mount(self) -> None:
        """Ready to type."""
        next(iter(self._inputs.values())).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The next line; the last one hands the card in."""
        fields = list(self._inputs.values())
        if event.input is not fields[-1]:
            fields[fields.index(event.input) + 1].focus()
            return
        texts = {name: field.value for name, field in self._inputs.items()}
        card = card_from(texts)
        if isinstance(card, str):
            self._said.update(card)
            return
        self._said.update("…")
        self._controller.day.act("plan.set", {"card": card, "reason": texts.get(REASON, "")}, self._answered)

    def _answered(self, refusal: str) -> None:
        if not self.is_attached:
            return
        if refusal:
            self._said.update(refusal)
        else:
            self.app.notify("it is shown all day in the status line", title="plan frozen", timeout=4)
            self.dismiss()
