"""One event, one turn: `advance()` takes a session and gives the next one with what is to be said. Pure and synchronous."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from flows.acts import CARD_ACTS, card_act, confirm_act, own_act
from flows.answers import answer, back_to, closed_text, go, tell_sign, tick
from flows.check import VERDICT
from flows.check_plan import URGENT, Question
from flows.commands import command, emergency_again
from flows.library import Library
from flows.model import Answered, Chose, Command, Event, Heard, SentFile, SetTimer, TimerFired, Typed
from flows.prompts import open_prompt, previous, reached
from flows.resolve import Meant, resolve
from flows.say import label, question_text
from flows.session import Session, Step
from flows.talk import EXPIRE, KEEP_ASKED, KEEP_UNASKED, Talk
from flows.tokens import Token, parse
from flows.upgrade import up_to_date

NAVIGATION = ("back", "why", "done", "advice")
"""Acts of a question that are no answers."""

DOUBLE_TAP = timedelta(seconds=10)
"""Within this time the same tap once more is the same tap, not a wish to see the question again."""

TAPPED = 200
"""Characters of a tap that are remembered."""

TOO_LONG = 4000
"""Characters of typed text beyond which nothing is read into it."""


def advance(library: Library, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """What `event` does to `session` (None: someone new) at `now` (aware).

    `fresh` is six random characters of a–z and 2–7 for a session that may have to begin. Never raises for anything a
    person can send.
    """
    session, moved = up_to_date(library, session) if session else (Session(sid=fresh), False)
    talk = Talk(library, session, now, fresh)
    if moved:
        # What is open now is another question: the buttons of the old one are old, and a sign among them still counts.
        talk.turn += 1
        talk.slot = str(talk.turn)
        if not isinstance(event, TimerFired):
            talk.say("updated")
    before = (talk.top, talk.episode, talk.sid)
    slot, draft = talk.slot, talk.draft
    was_open = _open_question(talk)
    own, asked = _own_text(talk), _asked(talk)
    match event:
        case Command(name, argument):
            command(talk, name, argument)
        case Chose(token, values):
            _chose(talk, token, values)
        case Answered(options):
            _answered(talk, options)
        case Typed(text):
            _typed(talk, text)
        case SentFile():
            talk.say("cannot_read")
            emergency_again(talk)
        case TimerFired(name):
            _timer(talk, name)
    if talk.pending:
        _take(talk, talk.pending)
    if isinstance(event, TimerFired) or talk.forgotten:
        return talk.step(by_person=not isinstance(event, TimerFired))
    _show(talk, before, slot, draft, was_open or own)
    if isinstance(event, Typed) and talk.replies:
        heard = Heard(answers=_heard(asked, talk))
        talk.replies[0] = replace(talk.replies[0], heard=heard)
    return talk.step()


def _show(talk: Talk, before: tuple[object, ...], slot: str, draft: tuple[str, ...], was_open: str | None) -> None:
    """Show what is open now: anew if it changed, redrawn in place if only a tick did, else restated after an answer."""
    opened = talk.top != before[0] or talk.sid != before[2]
    changed = opened or (talk.top is not None and talk.top.state == VERDICT and talk.episode != before[1])
    if changed:
        talk.turn += 1
        prompt = open_prompt(talk)
        talk.slot = str(talk.turn) if prompt else ""
        if prompt is not None:
            talk.replies.append(prompt)
        if slot and was_open and talk.replies and talk.sid == before[2]:
            talk.replies[0] = replace(talk.replies[0], closes=slot, closed_text=_closing(talk, was_open))
        return
    prompt = open_prompt(talk)
    if prompt is None:
        return
    if (talk.draft != draft or talk.redraw) and not talk.show:
        talk.replies.append(replace(prompt, replaces=prompt.slot))
    elif talk.show or (prompt.kind == "question" and not talk.quiet):
        talk.replies.append(prompt)


def _closing(talk: Talk, was_open: str) -> str:
    """What stays in the chat of what was open: the question with its answer, or only the question."""
    question = talk.library.plan.by_id.get(was_open)
    if question is None:
        return was_open
    answered = talk.episode.answers.get(was_open) if talk.episode is not None else None
    asked_again = talk.top is not None and talk.top.flow == "check" and talk.top.state == was_open
    if answered is None or asked_again:
        return question_text(talk.library, talk.language, was_open)
    return closed_text(talk, question, answered)


def _own_text(talk: Talk) -> str | None:
    """The sentence of the bot's own question, if one is open; a card is not closed by what follows it."""
    if talk.top is None or talk.top.flow == "check":
        return None
    prompt = open_prompt(talk)
    return prompt.paragraphs[0] if prompt else None


def _open_question(talk: Talk) -> str | None:
    top = talk.top
    return top.state if top is not None and top.flow == "check" and top.state != VERDICT else None


def _asked(talk: Talk) -> str | None:
    """The question of the check that is open, perhaps beneath a question of the bot's own."""
    return next((frame.state for frame in talk.frames if frame.flow == "check" and frame.state != VERDICT), None)


def _heard(asked: str | None, talk: Talk) -> dict[str, tuple[str, ...]]:
    """The answer that the text gave to the question that was open, if it did."""
    answered = talk.episode.answers.get(asked) if talk.episode and asked else None
    if asked is None or answered is None or asked == _asked(talk) or (talk.top and talk.top.flow != "check"):
        return {}
    return {asked: answered}


# --- taps ------------------------------------------------------------------------------------------------------------


def _chose(talk: Talk, raw: str, values: tuple[str, ...]) -> None:
    token = parse(raw)
    if token is None:
        talk.say("old_button")
        _offer_start(talk)
        return
    talk.tapped = " ".join((raw, *values))[:TAPPED]
    if talk.tapped == talk.tapped_before and talk.now - talk.touched <= DOUBLE_TAP:
        talk.quiet = True  # it has its answer already; later on the same tap is answered, should that have got lost
    elif token.sid == talk.sid and token.turn == talk.turn and talk.top is not None:
        if token.act == "pick":
            _answered(talk, values)
        else:
            _act(talk, token.act)
    else:
        _stale(talk, token, values)


def _stale(talk: Talk, token: Token, values: tuple[str, ...]) -> None:
    """A button of an earlier turn: it says so and shows what is open; a yes to a red flag still counts."""
    for question, option in _old_signs(talk, token, values):
        told = talk.episode.answers.get(question.id, ()) if talk.episode else ()
        if option not in told and tell_sign(talk, question, option):
            talk.say("sign_counts", sign=label(talk.library, talk.language, question.id, option))
            talk.show = True
    if talk.show:
        return
    if token.sid != talk.sid or talk.top is None:
        talk.say("old_button")
        _offer_start(talk)
    elif token.word in CARD_ACTS and talk.top.state == VERDICT:
        card_act(talk, token.act)  # the card has moved up, but it is still the one that holds
    else:
        talk.say("already")
        _offer_start(talk)


def _old_signs(talk: Talk, token: Token, values: tuple[str, ...]) -> list[tuple[Question, str]]:
    """The urgent and emergency signs that a button says yes to."""
    if token.act.startswith("-"):
        return []
    options = values if token.act == "pick" else (token.argument,)
    asked = talk.library.plan.questions if token.act == "pick" else [talk.library.plan.by_id.get(token.word)]
    floors = talk.library.floors.of_option
    found: dict[str, Question] = {}
    for question in asked:
        for option in options:
            if question and option in question.options and floors.get(f"{question.id}.{option}", 0) >= URGENT:
                found.setdefault(option, question)
    return [(question, option) for option, question in found.items()]


def _offer_start(talk: Talk) -> None:
    if talk.top is None:
        talk.say("not_understood_idle")
    elif talk.top.state == VERDICT:
        talk.show = True


def _act(talk: Talk, act: str) -> None:
    """An act of the open prompt, by its name or as `question.option`."""
    top = talk.top
    assert top is not None
    if top.flow == "confirm":
        confirm_act(talk, act)
    elif top.flow in ("country", "change"):
        own_act(talk, act)
    elif top.state == VERDICT:
        card_act(talk, act)
    else:
        _question_act(talk, act)


def _question_act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    question = talk.library.plan.by_id[top.state]
    name, _, option = act.lstrip("+-").partition(".")
    if act == "why":
        talk.message(talk.library.text(talk.language, f"questions.{question.which_of or question.id}.why"))
    elif act == "back":
        earlier = previous(talk)
        if earlier is not None:
            back_to(talk, earlier)
    elif act == "advice" and reached(talk) >= URGENT:
        go(talk, VERDICT)
    elif act == "done" and talk.draft:
        answer(talk, question, talk.draft)
    elif name == question.id and (option in question.every or (question.which_of and option == "none")):
        if act[0] in "+-":
            tick(talk, option, on=act[0] == "+")
        else:
            answer(talk, question, (option,))
    else:
        talk.say("not_understood")


# --- options by id, text, timers -------------------------------------------------------------------------------------


def _answered(talk: Talk, options: tuple[str, ...]) -> None:
    """Options of the open prompt by id, all at once."""
    if talk.top is None:
        talk.say("not_understood_idle")
        return
    name = _open_question(talk)
    if name is not None:
        question = talk.library.plan.by_id[name]
        known = {*question.every, *NAVIGATION, *(("none",) if question.which_of else ())}
    else:
        prompt = open_prompt(talk)
        known = {choice.id for choice in prompt.choices} if prompt else set()
    if not options or not known.issuperset(options):
        talk.say("not_understood")
        return
    talk.draft = ()  # these are all of them
    _take(talk, tuple(dict.fromkeys(options)))


def _take(talk: Talk, ids: tuple[str, ...]) -> None:
    """Choices of the open prompt by id: an act, or the whole answer to a question."""
    top = talk.top
    assert top is not None
    name = _open_question(talk)
    if name is None:
        if len(ids) == 1:
            _act(talk, ids[0])
        else:
            talk.say("not_understood")
        return
    question = talk.library.plan.by_id[name]
    if len(ids) == 1 and ids[0] in NAVIGATION:
        _question_act(talk, ids[0])
    elif any(option in NAVIGATION for option in ids) or (question.kind == "one" and len(ids) > 1):
        talk.say("not_understood")
    elif question.kind == "many" and not {"none", "unsure"} & set(ids):
        answer(talk, question, tuple(dict.fromkeys((*talk.draft, *ids))))
    else:
        answer(talk, question, ids)


def _typed(talk: Talk, text: str) -> None:
    if len(text) > TOO_LONG:
        talk.say("too_long")
        emergency_again(talk)
        return
    text = text.strip()
    meant = _read(talk, text)
    if talk.top is not None and talk.top.data.get("kind") == "near" and not (meant and meant.sure):
        talk.pop()  # neither yes nor no: it is read as if nothing had been asked in between
        meant = _read(talk, text)
    if talk.top is not None and talk.top.flow == "country" and not (meant and meant.sure):
        own_act(talk, f"typed.{text}")
    elif meant is None:
        beside = talk.top is None or talk.top.state == VERDICT
        talk.say("not_understood_idle" if beside else "not_understood")
        emergency_again(talk)
    elif meant.sure:
        _take(talk, tuple(choice.id for choice in meant.choices))
    else:
        choice = meant.choices[0]
        talk.push(
            "confirm",
            "open",
            kind="near",
            text=talk.text("near", label=choice.label),
            yes=talk.text("near_yes"),
            no=talk.text("near_no"),
            choice=choice.id,
        )


def _read(talk: Talk, text: str) -> Meant | None:
    prompt = open_prompt(talk)
    return resolve(text, prompt.choices) if prompt else None


def _timer(talk: Talk, name: str) -> None:
    if name == EXPIRE and talk.episode is not None:
        due = talk.touched + (KEEP_ASKED if talk.person.keep else KEEP_UNASKED)
        if due > talk.now:
            talk.timers.append(SetTimer(EXPIRE, due))
            return
        talk.episode = None
        talk.frames = []
        talk.draft = ()
        talk.last = None
        talk.person = replace(talk.person, keep=False)
