"""The commands of no flow: those that leave or start over, /last, /forget, and those that only tell something."""

from __future__ import annotations

from flows.base.urgency import URGENT, level
from flows.check.machine import VERDICT
from flows.checking.begin import begin_check, still_holds, tell_still_holds
from flows.checking.card import Card
from flows.checking.flow import go_to, tell_ticks
from flows.checking.question import is_checking, is_on_card
from flows.checking.verdicts import emergency_again, verdict_now, verdict_of
from flows.talk.confirm import Asked, Confirm, ask_back, is_asking
from flows.talk.entries import SlashCommand
from flows.talk.flow import Nothing
from flows.talk.show import Show
from flows.talk.turn import Turn


def restart_check(turn: Turn, _argument: str) -> Show:
    """Start over; a sign that was already told is not lost by that: its advice is shown first."""
    if not _advice_first(turn):
        headline = still_holds(turn)
        begin_check(turn)
        tell_still_holds(turn, headline)
        turn.say("restarted")
    return Show.USUAL


def stop_everything(turn: Turn, _argument: str) -> Show:
    """End what is open; what was done in it is kept, and urgent advice is told once more."""
    if turn.top is None:
        turn.say("stopped_idle")
        return Show.USUAL
    if _advice_first(turn):
        return Show.USUAL
    turn.ways.leave_all(turn)
    turn.keep_only()
    turn.session.draft = ()
    turn.say("stopped_kept" if turn.session.person.keep else "stopped")
    episode = turn.session.episode
    if episode is not None and episode.verdict is not None:
        card = Card(turn.library, turn.session.person, episode, verdict_now(turn), turn.now)
        if level(card.verdict.urgency) >= URGENT:
            turn.out.replies.append(card.reply(""))
    return Show.USUAL


def _advice_first(turn: Turn) -> bool:
    """In mid-check with an urgent or emergency sign: show what it means instead of just leaving."""
    if not is_checking(turn):
        return False
    tell_ticks(turn)
    if turn.reached < URGENT:
        return False
    turn.session.draft = ()
    go_to(turn, VERDICT)
    return True


def show_last(turn: Turn, _argument: str) -> Show:
    """Show the latest advice, from when it is."""
    open_now, before = turn.session.episode, turn.session.last
    episode = open_now if open_now is not None and open_now.verdict is not None else before
    if episode is None or episode.verdict_at is None:
        turn.say("no_last")
        _tell_of_other(turn)
        return Show.USUAL
    turn.say("last", when=episode.verdict_at.strftime("%Y-%m-%d %H:%M UTC"))
    _tell_of_other(turn)
    if is_on_card(turn) and episode is open_now:
        return Show.ANEW
    card = Card(turn.library, turn.session.person, episode, verdict_of(turn.library, episode), turn.now)
    turn.out.replies.append(card.reply(""))
    return Show.USUAL


def _tell_of_other(turn: Turn) -> None:
    """Say that a check for somebody else is kept beside one's own; it is not shown here."""
    episode = turn.session.other.episode if turn.session.other is not None else None
    if episode is not None and episode.verdict_at is not None:
        card = Card(turn.library, turn.session.person, episode, verdict_of(turn.library, episode), turn.now)
        when = episode.verdict_at.strftime("%Y-%m-%d %H:%M UTC")
        turn.tell("whom.also", when=when, headline=card.headline())


def telling(name: str) -> SlashCommand:
    """A command that only tells the words of this name."""

    def tell(turn: Turn, _argument: str) -> Show:
        turn.say(name)
        return emergency_again(turn)

    return SlashCommand(tell, harmless=True)


def ask_to_forget(turn: Turn, _argument: str) -> Show:
    """Ask whether everything is to be deleted."""
    if not is_asking(turn, "forget"):
        ask_back(turn, "forget")
    return Show.USUAL


def _ask_forget(turn: Turn, data: Nothing) -> Asked:
    return Asked(turn.text("forget"), turn.text("forget_yes"), turn.text("forget_no"))


def _forget_or_not(turn: Turn, data: Nothing, yes: bool) -> Show:
    turn.pop()
    turn.out.forgotten = yes
    turn.say("forgotten" if yes else "kept_on")
    return Show.USUAL


FORGET = Confirm(_ask_forget, _forget_or_not)
