"""What is open right now, as a reply: the question, the card, or a short question of the bot's own, with all its buttons.

Made from the session alone, so that it can be shown again at any time, after a restart too.
"""

from __future__ import annotations

from msgspec.structs import replace

from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import beginning, make
from flows.base.urgency import EMERGENCY, URGENT, level
from flows.check.machine import MANY_LEFT, VERDICT
from flows.check.plan import TOLD, Answers, Known, Plan, Question
from flows.check.verdict import WINDOW, Verdict, decide
from flows.checking.card import Card, country_of
from flows.talk.confirm import confirm_of
from flows.talk.library import Library
from flows.talk.pictures import picture
from flows.talk.say import labels, question_text, shown
from flows.talk.session import Episode
from flows.talk.turn import Standing, Talk

MOST_ACTS = 6
"""Buttons beneath a calm card."""


def open_prompt(talk: Talk) -> Reply | None:
    """What is open, with the present turn as its slot; None if nothing is."""
    top = talk.top
    if top is None:
        return None
    if top.flow == "check":
        return _card(talk) if top.state == VERDICT else _question(talk, top.state)
    flow = talk.house.flows.get(top.flow)
    if flow is not None:
        return flow.prompt(talk)
    return _yes_or_no(talk) if top.flow == "confirm" else _own_question(talk)


def known_now(talk: Talk) -> Known:
    """What the answers so far come to."""
    return _standing(talk)[1]


def reached(talk: Talk) -> int:
    """The urgency that what was told so far has reached, a position in `URGENCIES`.

    While an earlier answer is being changed, `known_now` stops there; what was told further on counts all the same.
    """
    return _standing(talk)[2]


def _standing(talk: Talk) -> Standing:
    """Both of the above. Answers are never changed in place, so the same object means the same answers."""
    answers = talk.episode.answers if talk.episode else {}
    held = level(talk.episode.at_least) if talk.episode and talk.episode.at_least else 0
    if talk.standing is None or talk.standing[0] is not answers:
        plan = talk.library.plan
        true = plan.bits(answers)
        known = plan.known(frozenset(answers), true)
        talk.standing = (answers, known, max(known.urgency, plan.certain(answers, true), held))
    return talk.standing


def urgency_of(plan: Plan, answers: Answers) -> int:
    """The urgency that these answers have reached, wherever in the order they stand."""
    true = plan.bits(answers)
    return max(plan.known(frozenset(answers), true).urgency, plan.certain(answers, true))


def previous(talk: Talk) -> str | None:
    """The answered question before the open one, in the order of the check; None at the first."""
    assert talk.episode is not None
    assert talk.top is not None
    number = talk.library.plan.number
    here = number[talk.top.state]
    return next((name for name in reversed(talk.episode.trail) if number[name] < here), None)


def verdict_now(talk: Talk) -> Verdict:
    """The verdict on the answers so far."""
    return verdict_of(talk.library, talk.episode) if talk.episode else decide(talk.library.check, {})


def verdict_of(library: Library, episode: Episode) -> Verdict:
    """The verdict on an episode, never less urgent than advice that was given on older content."""
    verdict = _raised(library, episode, decide(library.check, episode.answers))
    if episode.at_least is None or level(verdict.urgency) >= level(episode.at_least):
        return verdict
    # What made it urgent is no longer there to be told or named; the general words of that urgency hold for anything.
    forbids = verdict.forbids.union(library.forbids[episode.at_least])
    return replace(
        verdict, urgency=episode.at_least, fits=("other",), named=("",), grade=None, rules=(), forbids=forbids
    )


def _raised(library: Library, episode: Episode, verdict: Verdict) -> Verdict:
    """The verdict as a check-in has raised it, if that is more urgent."""
    raised = episode.raised
    if raised is None or level(verdict.urgency) >= level(raised.urgency):
        return verdict
    forbids = verdict.forbids.union(library.forbids[raised.urgency])
    return replace(verdict, urgency=raised.urgency, rules=(), within=WINDOW, forbids=forbids)


def open_question(talk: Talk) -> str | None:
    """The question of the check that is open on top, if one is."""
    top = talk.top
    return top.state if top is not None and top.flow == "check" and top.state != VERDICT else None


def _question(talk: Talk, name: str) -> Reply:
    library, language = talk.library, talk.language
    question = library.plan.by_id[name]
    assert talk.episode is not None
    answers = talk.episode.answers
    changing = name in answers
    if changing:
        # As if this one had no answer yet; what was answered further on is still there.
        answers = {asked: options for asked, options in answers.items() if asked != name}
    done = len(answers)
    most = max(
        library.plan.known(frozenset(answers), library.plan.bits(answers)).most if changing else known_now(talk).most, 1
    )
    total = max(min(done + most, library.plan.most_answers), done + 1)
    left = total - done
    urgent = reached(talk) >= URGENT
    paragraphs = [question_text(library, language, name)]
    if urgent:
        key = "urgent_so_far_one" if left == 1 else "urgent_so_far" if left <= MANY_LEFT else "urgent_so_far_many"
        if reached(talk) == EMERGENCY:
            key = "emergency_so_far"  # an answer is being changed; nothing softer than what holds is said meanwhile
        paragraphs.insert(0, talk.text(key, n=left))
    return Reply(
        kind="question",
        title=_title(talk, question, left, counted=not (urgent or changing)),
        paragraphs=tuple(paragraphs),
        choices=_choices(talk, question, urgent=urgent),
        slot=str(talk.turn),
        repeatable=True,
        picture=picture(library, language, question.map) if question.map else None,
        question=QuestionFacts(name, question.kind, (done + 1, total)),
    )


def _title(talk: Talk, question: Question, left: int, *, counted: bool) -> str:
    part = talk.text(f"parts.{question.part}")
    if question.tap:
        lists = [entry.id for entry in talk.library.plan.questions if entry.tap]
        return talk.text("parts.safety_count", n=lists.index(question.id) + 1)
    if not counted or left > MANY_LEFT:
        return part
    return f"{part} · {talk.text('left', n=left) if left > 1 else talk.text('left_one')}"


def _choices(talk: Talk, question: Question, *, urgent: bool) -> tuple[Choice, ...]:
    # Every tap comes through here, so the tokens are put together by hand; the loader has seen to it that the longest fits.
    start = beginning(talk.sid, talk.turn)
    name = question.id
    ticks = question.kind == "many" and not question.tap
    choices = []
    last = []
    for option, words, act in shown(talk.library, talk.language, name):
        if option == TOLD:
            continue
        if option in ("none", "unsure"):
            last.append(Choice(option, words, start + act, "last"))
        elif ticks:
            ticked = option in talk.draft
            choices.append(Choice(option, words, f"{start}{'-' if ticked else '+'}{act}", "option", ticked))
        else:
            choices.append(Choice(option, words, start + act))
    if ticks and talk.draft:
        choices.append(Choice("done", talk.text("done"), f"{start}done", "last"))
    choices += last
    if urgent:
        choices.append(Choice("advice", talk.text("advice"), f"{start}advice", "last"))
    if previous(talk) is not None:
        choices.append(Choice("back", talk.text("back"), f"{start}back", "nav"))
    choices.append(Choice("why", talk.text("why"), f"{start}why", "nav"))
    return tuple(choices)


def _card(talk: Talk) -> Reply:
    assert talk.episode is not None
    verdict = verdict_now(talk)
    card = Card(talk.library, talk.person, talk.episode, verdict, talk.now)
    emergency = verdict.urgency == "emergency_now"
    country = country_of(talk.person, talk.now)
    acts: list[tuple[str, str]] = []
    if emergency:
        acts += [("called", talk.text("acts.called")), ("cannot_call", talk.text("acts.cannot_call"))]
    if emergency and not country:
        # The number is what matters now: the likely countries stand on the card itself.
        acts += [(f"country.{code}", _country_name(talk, code)) for code in talk.library.countries.likely]
    named = (
        talk.text("acts.country_known", country=_country_name(talk, country)) if country else talk.text("acts.country")
    )
    acts += talk.house.offers(talk, verdict)
    acts.append(("handoff", talk.text("acts.handoff")))
    acts.append(("why", talk.text("acts.why")))
    acts.append(("change", talk.text("acts.change")))
    if level(verdict.urgency) >= URGENT or len(acts) < MOST_ACTS:
        acts.append(("country", named))
    choices = tuple(Choice(act, words, make(talk.sid, talk.turn, act), "act") for act, words in acts)
    reply = card.reply(str(talk.turn))
    return replace(reply, choices=choices)


def short_card(talk: Talk) -> Reply:
    """The card's headline and buttons, where the card itself has been read and stands further up."""
    card = _card(talk)
    seen = talk.episode is not None and talk.episode.seen  # "see a doctor" is no headline for who has been there
    return replace(
        card,
        title="" if seen else card.title,
        paragraphs=(talk.text("card_seen" if seen else "card_again"),),
        sections=(),
        closing_line="",
        copies=(),
        picture=None,
        verdict=None,
        kind="message",
    )


def _country_name(talk: Talk, code: str) -> str:
    return talk.library.text(talk.language, f"countries.names.{code}")


def _own_question(talk: Talk) -> Reply:
    """The bot's own short questions: "Which country?", "Which answer?"."""
    top = talk.top
    assert top is not None
    acts: list[tuple[str, str]]
    if top.flow == "country":
        text = talk.text("country_ask")
        acts = [(f"country.{code}", _country_name(talk, code)) for code in talk.library.countries.likely]
        acts.append(("leave", talk.text("country_none")))
        kind = "text"
    else:
        assert talk.episode is not None
        text = talk.text("change_which")
        acts = [(f"change.{name}", _short(talk, name)) for name in talk.episode.trail if name in talk.episode.answers]
        acts.append(("leave", talk.text("change_none")))
        kind = "one"
    choices = tuple(Choice(act, words, make(talk.sid, talk.turn, act), "option") for act, words in acts)
    return Reply(
        kind="question",
        paragraphs=(text,),
        choices=choices,
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts(top.flow, "text" if kind == "text" else "one", (1, 1)),
    )


def _yes_or_no(talk: Talk) -> Reply | None:
    """The bot's own question for a yes or a no."""
    top = talk.top
    assert top is not None
    confirm = confirm_of(talk, top.data)
    asked = confirm.ask(talk, top.data) if confirm is not None else None
    if confirm is None or asked is None:
        return None
    return Reply(
        kind="question",
        paragraphs=(asked.text,),
        choices=(
            Choice("yes", asked.yes, make(talk.sid, talk.turn, "yes")),
            Choice("no", asked.no, make(talk.sid, talk.turn, "no")),
        ),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts(confirm.shown_as or top.data["kind"], "one", (1, 1)),
    )


def _short(talk: Talk, question: str) -> str:
    assert talk.episode is not None
    listed = talk.library.plan.by_id[question].which_of
    about = talk.library.text(talk.language, f"questions.{listed or question}.about")
    if listed:
        about = talk.text("which_of", about=about)  # else it would read like the list itself
    words = f"{about}: {labels(talk.library, talk.language, question, talk.episode.answers[question])}"
    return words if len(words) <= 60 else words[:57].rstrip() + "…"
