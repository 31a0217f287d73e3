"""The protocol of a flow, and the registry of them all; a flow itself knows only the turn and its own frame.

A flow has a name (that of its frames), the shape of its frame's data, what is open in it as a reply, and what an act of that
reply does. Whatever else it can do is a field that may be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

import msgspec

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.talk.entries import OldTap, Reader, SlashCommand
from flows.talk.library import Library
from flows.talk.session import Frame, Session
from flows.talk.show import Show
from flows.talk.turn import Turn

D = TypeVar("D")


class Nothing(msgspec.Struct, frozen=True):
    """The data of a flow that needs none."""


class Open(msgspec.Struct, Generic[D], frozen=True):
    """A frame as its flow sees it: where it is, and its data in the shape that the flow declares."""

    flow: str
    state: str
    data: D


class Flow(msgspec.Struct, Generic[D], frozen=True):
    """One flow: `prompt(turn, frame)` is what is open, `act(turn, frame, act)` carries out one of its choices."""

    prompt: Callable[[Turn, Open[D]], Reply | None]
    act: Callable[[Turn, Open[D], Act], Show]
    data: type[D] = Nothing  # type: ignore[assignment]
    states: frozenset[str] = frozenset({"open"})
    """Where it can be; a stored frame in another state is put away. Empty: `holds` knows."""
    typed: Callable[[Turn, Open[D], str], Show | None] | None = None
    """Takes words that are none of the choices; None: they are not for it."""
    choose: Callable[[Turn, Open[D], tuple[str, ...], bool], Show | None] | None = None
    """Takes several choices by id at once; the last says whether these are all of them. None: one at a time only."""
    holds: Callable[[Turn, Open[D]], bool] | None = None
    """Whether a stored frame still makes sense on today's content; one that does not is put away politely."""
    leave: Callable[[Turn, Open[D]], None] | None = None
    """Called when it is ended from outside, before its frame goes: to keep what was done."""
    unanswered: Callable[[Turn, Open[D]], None] | None = None
    """Called when its prompt, which came by itself, makes room for another, before its frame goes."""
    anything: Callable[[Turn, Open[D], str], Show] | None = None
    """Takes the words that nothing else took."""
    gives_way: Callable[[Open[D]], bool] | None = None
    """Whether it goes when words are typed that are no clear answer to it."""
    insist: Insist | None = None
    """Set if it insists on an answer: its frame comes before commands, and does not go before it had one."""
    beside: bool = True
    """Whether it stands beside the check: after its end a card that was read is not read out again."""
    in_passing: bool = False
    """Whether it comes by itself and daily: after its end not even the short card comes."""
    outlives: bool = True
    """Whether it goes on when the content has changed; False where it is about answers that may be no more."""
    notice: Notice | None = None
    """What of it is to be read and asks nothing, if anything is."""
    gone: Callable[[Turn, Open[D]], bool] | None = None
    """Whether what it asks about is gone: it then ends without a word, and what was open beneath it is shown."""
    closed: Callable[[Turn, Open[D]], str] | None = None
    """What is left in the chat of its message; empty: the message is not closed. Left out: the prompt's first words."""

    def opened(self, frame: Frame) -> Open[D]:
        """The frame with its data in this flow's shape. Raises `msgspec.ValidationError` if it has another."""
        shape: Any = self.data
        data: Any = frame.data
        if not data:
            data = _nothing_told(shape)
        elif shape is not dict:
            data = msgspec.convert(data, shape, strict=False)
        return Open(frame.flow, frame.state, data)

    def kept(self, turn: Turn, frame: Frame) -> bool:
        """Whether a stored frame can go on: it has the shape, and makes sense on today's content."""
        if self.states and frame.state not in self.states:
            return False
        try:
            opened = self.opened(frame)
        except msgspec.ValidationError:
            return False
        return self.holds is None or self.holds(turn, opened)


@cache
def _nothing_told(shape: type[Any]) -> Any:
    """The data of a frame that keeps none; most taps meet such a frame, and it cannot be changed."""
    return msgspec.convert({}, shape)


class Insist(msgspec.Struct, frozen=True):
    """How a flow insists on an answer."""

    first: Callable[[Turn, Frame], Show]
    """Asks it again, above everything, in place of what a person wanted to do."""
    comes_back: Callable[[Turn], bool]
    """Whether its frame, gone in this turn without an answer, has to come back."""


class Notice(msgspec.Struct, frozen=True):
    """Something to read, which waits for no answer and stays where it is."""

    state: str
    """The state of the flow in which it is a card."""
    basis: Callable[[Session], object]
    """What it is made of: it is shown anew when that changes."""
    read_before: Callable[[Turn, Session], bool]
    """Whether it has been read as it stands, by the session before this turn, and nothing on it is urgent."""
    short: Callable[[Turn], Reply]
    """What comes in its place once it was read."""


class Registry(msgspec.Struct, frozen=True):
    """All flows, and what leads into them; the one place that knows them by name."""

    flows: Mapping[str, Flow[Any]]
    timers: Mapping[str, Callable[[Turn, str, Mapping[str, Any]], Show]]
    commands: Mapping[str, SlashCommand]
    cards: Mapping[str, Callable[[Turn, str], Show]]
    """Acts of a card: called with the part after the dot."""
    old_signs: OldTap
    """Who takes a danger sign on a button of an earlier turn, whatever else is said in this one."""
    old_taps: tuple[OldTap, ...]
    """Who may take any other button of an earlier turn, in this order."""
    readers: tuple[Reader, ...]
    """Who may take typed words, in this order."""
    upgrade: Callable[[Library, Session, frozenset[str], frozenset[str]], tuple[Session, bool]]
    """The session as today's content can carry it on, and whether what was open had to go.

    Without frames of the first flows; those of the second insist on an answer, and stay wherever the check goes on.
    """
    stays: Callable[[Turn], Show]
    """What must not scroll away is shown once more after something beside the point."""
    answered_by: Callable[[Turn, Session], tuple[bool, dict[str, tuple[str, ...]]]]
    """Whether a question of the check was open before the turn, and the answer that it got in it."""
    offers: Callable[[Turn], Sequence[tuple[str, str]]]
    settled: Callable[[Turn], None]
    offerable: Callable[[Turn, str], bool]
    beside: Registry | None = None
    """The flows of a check for somebody else, where there can be one."""
    resume: Callable[[Turn], Show] | None = None
    """What the person's own conversation says when a check for somebody else has its card, or has ended."""

    def flow(self, frame: Frame) -> Flow[Any]:
        """The flow of a frame."""
        return self.flows[frame.flow]

    def is_gone(self, turn: Turn, frame: Frame) -> bool:
        """Whether what a frame asks about is gone."""
        flow = self.flows[frame.flow]
        return flow.gone is not None and flow.gone(turn, flow.opened(frame))

    def prompt(self, turn: Turn) -> Reply | None:
        """What is open, with the present turn as its slot; None if nothing is."""
        top = turn.top
        if top is None:
            return None
        flow = self.flows[top.flow]
        return flow.prompt(turn, flow.opened(top))

    # --- what is chosen ------------------------------------------------------------------------------------------------

    def act_on(self, turn: Turn, act: str) -> Show:
        """Carry out an act of what is open, by its name."""
        top = turn.top
        assert top is not None
        flow = self.flows[top.flow]
        if flow.beside:
            turn.out.acted = (top, act)
        return flow.act(turn, flow.opened(top), Act.of(act))

    def answered(self, turn: Turn, options: tuple[str, ...]) -> Show:
        """Take options of what is open, by id and all at once."""
        top = turn.top
        if top is None:
            turn.say("not_understood_idle")
            return Show.USUAL
        flow = self.flows[top.flow]
        if flow.choose is not None:
            show = flow.choose(turn, flow.opened(top), options, True)
            if show is not None:
                return show
        prompt = self.prompt(turn)
        known = {choice.id for choice in prompt.choices} if prompt is not None else set()
        on_a_card = flow.notice is not None and top.state == flow.notice.state
        if len(options) == 1 and options[0] not in known and on_a_card and self.leads(options[0]):
            return self.act_on(turn, options[0])  # a button beneath a message further up
        if not options or not known.issuperset(options):
            turn.say("not_understood")
            return Show.USUAL
        return self.take(turn, tuple(dict.fromkeys(options)))

    def take(self, turn: Turn, ids: tuple[str, ...]) -> Show:
        """Take choices of what is open, by id: an act, or several where several can be chosen."""
        top = turn.top
        assert top is not None
        flow = self.flows[top.flow]
        if flow.choose is not None:
            show = flow.choose(turn, flow.opened(top), ids, False)
            if show is not None:
                return show
        if len(ids) == 1:
            return self.act_on(turn, ids[0])
        turn.say("not_understood")
        return Show.USUAL

    # --- the ways that flows have to each other ----------------------------------------------------------------------

    def go_on(self, turn: Turn, then: str) -> Show:
        """Carry out a card act or a command by its name; what leads nowhere does nothing."""
        act = Act.of(then)
        if act.word in self.cards:
            return self.cards[act.word](turn, act.argument)
        command = self.commands.get(act.word)
        return command.run(turn, act.argument) if command is not None else Show.USUAL

    def leads(self, act: str) -> bool:
        """Whether a card act of this name leads anywhere."""
        return Act.of(act).word in self.cards

    def own_words(self, turn: Turn, text: str) -> Show | None:
        """Let what is open take words that are none of its choices (a city, a number); None: they are not for it."""
        flow = self.flows[turn.top.flow] if turn.top is not None else None
        if flow is None or turn.top is None or flow.typed is None:
            return None
        return flow.typed(turn, flow.opened(turn.top), text)

    def any_words(self, turn: Turn, text: str) -> Show | None:
        """Let what is open take words that nothing else took; None: it does not take just any."""
        flow = self.flows[turn.top.flow] if turn.top is not None else None
        if flow is None or turn.top is None or flow.anything is None:
            return None
        return flow.anything(turn, flow.opened(turn.top), text)

    def again(self, turn: Turn) -> Show:
        """Show once more what must not scroll away, after something beside the point."""
        return self.stays(turn)

    def gives_way(self, turn: Turn) -> bool:
        """Whether what is open goes when words are typed that are no clear answer to it."""
        flow = self.flows[turn.top.flow] if turn.top is not None else None
        return (
            flow is not None and turn.top is not None and bool(flow.gives_way and flow.gives_way(flow.opened(turn.top)))
        )

    def insisting(self, turn: Turn) -> Frame | None:
        """The open frame that insists on an answer before anything else, if there is one."""
        found = (frame for frame in reversed(turn.session.frames) if self.flows[frame.flow].insist is not None)
        return next(found, None)

    def may_go(self, frame: Frame) -> bool:
        """Whether nothing gets lost if this frame goes: no work done in it, and no answer that it insists on."""
        flow = self.flows[frame.flow]
        return flow.leave is None and flow.insist is None

    def offer(self, turn: Turn) -> Sequence[tuple[str, str]]:
        """What the card offers to do next, best first: acts with their labels."""
        return self.offers(turn)

    def may_offer(self, turn: Turn, act: str) -> bool:
        """Whether this card act may be offered now."""
        return self.offerable(turn, act)

    def settle(self, turn: Turn) -> None:
        """Tell everybody that a verdict has been reached."""
        self.settled(turn)

    def give_way(self, turn: Turn, flows: Iterable[str]) -> None:
        """End these flows, which came by themselves and had no answer."""
        for name in flows:
            frame, flow = turn.frame_of(name), self.flows.get(name)
            if frame is not None and flow is not None and flow.unanswered is not None:
                flow.unanswered(turn, flow.opened(frame))
        turn.remove(*flows)

    def leave_all(self, turn: Turn) -> None:
        """Let every open flow keep what was done in it, the uppermost first."""
        for frame in reversed(turn.session.frames):
            flow = self.flows[frame.flow]
            if flow.leave is not None:
                flow.leave(turn, flow.opened(frame))
