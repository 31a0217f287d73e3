"""Where a check turns out to be somebody else's, and where it turns out to be one's own after all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from flows.base.tokens import others_sid, own_sid
from flows.base.urgency import URGENT, level
from flows.check.machine import VERDICT
from flows.checking.begin import begin_check, start_check, still_holds
from flows.checking.card import Card
from flows.checking.flow import go_to
from flows.checking.question import CHECK, is_checking, is_on_card
from flows.checking.recheck import tell_sign
from flows.checking.verdicts import verdict_of
from flows.followup.checkin_due import set_next
from flows.talk.session import Aside, Episode, Frame, Other, Whom
from flows.talk.show import Show
from flows.talk.turn import Turn

SOMEONE: Whom = "someone"
SIGNS = "alarm"
"""The flow of signs that were typed and are asked back."""


def is_under_way(other: Other) -> bool:
    """Whether something was told in it that has no card yet, or whose card is that of an emergency: it is not given up."""
    verdict, told = other.episode.verdict, other.episode.answers or other.draft
    if verdict is not None:
        return verdict.urgency == "emergency_now" and bool(other.frames)
    return bool(told) or any(frame.flow == SIGNS for frame in other.frames)


def begin_other(turn: Turn, frame: Frame) -> None:
    """Open a check for somebody else beside the person's own, which stays as it is; one that is under way goes on."""
    person, other = turn.session.person, turn.session.other
    if other is not None and is_under_way(other):
        turn.session.other = replace(other, front=True)
        return
    if other is not None and other.episode.verdict is not None:
        _say_what_holds(turn, other)
    turn.session.other = Other(
        sid=others_sid(turn.fresh),
        episode=Episode(began=turn.now, whom=SOMEONE),
        touched=turn.now,
        turn=1,
        frames=(frame,),
        slot="1",  # it is asked in this turn, and its message is closed by the answer
        content=turn.library.version,
        country=person.country,
        country_at=person.country_at,
    )


def _say_what_holds(turn: Turn, other: Other) -> None:
    """Another check takes its place: urgent advice that was given in it holds all the same."""
    person = replace(turn.session.person, country=other.country, country_at=other.country_at)
    verdict = verdict_of(turn.library, other.episode)
    if level(verdict.urgency) >= URGENT:
        card = Card(turn.library, person, other.episode, verdict, turn.now)
        turn.tell("whom.still_holds", headline=card.headline())


def hand_over(turn: Turn, whom: Whom) -> None:
    """The check that was begun as one's own is somebody else's: it goes on as that, and what was before it comes back."""
    session = turn.session
    assert session.episode is not None
    other = Other(
        sid=session.sid,
        episode=replace(session.episode, whom=whom),
        touched=turn.now,
        turn=session.turn,
        frames=tuple(frame for frame in session.frames if frame.flow == CHECK),
        draft=session.draft,
        content=turn.library.version,
        country=session.person.country,
        country_at=session.person.country_at,
    )
    give_back(turn)
    turn.session.other = other


def give_back(turn: Turn) -> None:
    """Bring back what was there before the check under way began."""
    session = turn.session
    before = session.aside or Aside(session.sid, last=session.last)
    ended = session.checkins is None and before.checkins is not None
    if before.sid == session.sid:  # the first check of all: no button of it is to be taken for one of what comes next
        session.sid, session.turn, session.slot = own_sid(turn.fresh), 0, ""
    else:
        session.sid, session.turn, session.slot = before.sid, before.turn, before.slot
    session.frames, session.draft = before.frames, before.draft
    session.episode, session.last, session.aside = before.episode, before.last, None
    if ended:
        session.checkins = before.checkins
        set_next(turn)
    elif session.checkins is not None and before.checkins is not None:
        session.checkins = replace(session.checkins, plan=before.checkins.plan)


def take_as_own(episode: Episode, story: Mapping[str, tuple[str, ...]]) -> Callable[[Turn], Show]:
    """What the person's own conversation does with a check that was theirs after all; the content is that of today.

    Their own advice that still holds, or their own check under way, stays; the urgent signs are counted in it.
    """

    def take(turn: Turn) -> Show:
        if not episode.answers:
            if is_checking(turn) or still_holds(turn):
                return start_check(turn)
            begin_check(turn)
            if story:
                turn.push("story", "open", answers={name: list(options) for name, options in story.items()})
            return Show.USUAL
        floors, plan = turn.library.check.floors.of_option, turn.library.check.plan
        if is_checking(turn) or still_holds(turn):
            told = [f"{question}.{option}" for question, options in episode.answers.items() for option in options]
            _tell(turn, [atom for atom in told if floors.get(atom, 0) >= URGENT])
            together = plan.standing(episode.answers)[1]
            if together >= URGENT and turn.reached < together:  # what is urgent only with what else was told
                _tell(turn, list(verdict_of(turn.library, episode).reasons))
            return Show.ANEW
        turn.begin()
        turn.session.episode = replace(episode, whom="me", verdict=None, verdict_at=None)
        turn.push(CHECK, turn.library.check.machine.initial)
        go_to(turn, VERDICT if episode.verdict is not None else turn.known.next or VERDICT)
        return Show.ANEW

    return take


def _tell(turn: Turn, atoms: Sequence[str]) -> None:
    """Count these in one's own check; where only one option can be, an answer of one's own stays, unless this is worse."""
    plan, floors = turn.library.check.plan, turn.library.check.floors.of_option
    for atom in atoms:
        question, _, option = atom.partition(".")
        answered = turn.session.episode.answers if turn.session.episode is not None else {}
        if floors.get(atom, 0) >= URGENT or plan.by_id[question].kind == "many" or question not in answered:
            tell_sign(turn, plan.by_id[question], option)


def resume_own(turn: Turn) -> Show:
    """Somebody else's check has its card, or was ended: say what of one's own still stands."""
    if turn.session.other is None and turn.top is not None and not is_on_card(turn):
        return Show.ANEW
    headline = still_holds(turn)
    if headline:
        turn.tell("whom.own_advice", headline=headline)
    elif is_checking(turn):
        turn.tell("whom.own_check_urgent" if turn.reached >= URGENT else "whom.own_check")
    return Show.NOTHING
