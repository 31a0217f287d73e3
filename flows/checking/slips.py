"""An answer that contradicts what was said is asked back: *none* beside ticks, or a serious sign that is taken back."""

from __future__ import annotations

from flows.checking.flow import answer, commit
from flows.checking.question import Slip, Ticked, option_label, option_labels
from flows.talk.confirm import Asked, Confirm
from flows.talk.session import Retracted
from flows.talk.show import Show
from flows.talk.turn import Turn


def _ask_ticked(turn: Turn, data: Ticked) -> Asked:
    library, language, question = turn.library, turn.language, data.question
    other = option_label(library, language, question, data.other[0])
    ticked = option_labels(library, language, question, tuple(data.ticked))
    return Asked(turn.text("ticked_or_none", ticked=ticked, other=other), turn.text("ticked_true"), other)


def _take_ticked(turn: Turn, data: Ticked, yes: bool) -> Show:
    turn.pop()
    turn.session.draft = ()
    return answer(turn, turn.library.check.plan.by_id[data.question], tuple(data.ticked if yes else data.other))


TICKED = Confirm(_ask_ticked, _take_ticked, Ticked)


def _ask_slip(turn: Turn, data: Slip) -> Asked:
    signs = turn.text("joined").join(option_label(turn.library, turn.language, *atom.split(".")) for atom in data.lost)
    return Asked(turn.text("slip", signs=signs), turn.text("slip_yes"), turn.text("slip_no"))


def _take_slip(turn: Turn, data: Slip, yes: bool) -> Show:
    """It was a slip: the new answer holds, and what was taken back stays in the hand-off text. Else the old one stands."""
    question, episode = turn.library.check.plan.by_id[data.question], turn.session.episode
    assert episode is not None
    if yes:
        taken = tuple(Retracted(atom.split(".")[0], atom.split(".")[1], turn.now) for atom in data.lost)
        turn.change_episode(retracted=(*episode.retracted, *taken))
        turn.pop()
        commit(turn, question, tuple(data.options))
    else:
        turn.pop()  # it was true after all, and the check goes on where it would have been
        if question.id in episode.answers:
            commit(turn, question, episode.answers[question.id])
    return Show.USUAL


SLIP = Confirm(_ask_slip, _take_slip, Slip)
