"""The whole subject, to be read: menus and topics by buttons, or found by what is typed; each with how sure it is."""

from __future__ import annotations

from msgspec.structs import replace

from flows.check_plan import URGENT, level
from flows.commands import emergency_first
from flows.flow import Flow
from flows.gate import gated
from flows.model import Choice, QuestionFacts, Reply, Section
from flows.pictures import topic_picture
from flows.prompts import open_question, verdict_of
from flows.talk import Talk
from flows.tokens import make
from flows.topics import Topic

RELATED = 3
"""Related topics that are offered with one."""
TITLE = 90.0
"""A likeness from which a text is the title of a page: one letter may be wrong."""
LIKELY = 3
"""Topics that are offered for a text that may mean one of them."""


def command(talk: Talk, argument: str = "") -> None:
    """/learn: the menu, or the topic that is named behind it."""
    if emergency_first(talk):
        return
    if argument.strip():
        if not _find(talk, argument, named_only=False):
            talk.tell("learn.unknown")
            _open(talk, "menu")
    else:
        _open(talk, "menu")


def sources(talk: Talk, argument: str = "") -> None:
    """/sources: what the topics rest on; with words behind it, the sources that they name."""
    if emergency_first(talk):
        return
    found = [hit.id for hit in talk.library.topics.find_sources(argument)] if argument.strip() else []
    if not found:
        talk.message(talk.words("learn.all_sources"), talk.words("learn.find_source"))
        return
    talk.message("\n".join(_source(talk, name) for name in found), title=talk.words("learn.sources"))


def topic(talk: Talk, name: str) -> None:
    """Open one topic (a card act, `learn.<topic>`); an unknown one opens the menu."""
    _open(talk, "topic" if name in talk.library.topics.by_id else "menu", name)


def typed(talk: Talk, text: str, *, named_only: bool = True) -> bool:
    """Open the topic that a text clearly names, or offer the likely ones; False if it is about something else.

    With a question of the check open only a text that is a question itself is taken for one.
    """
    if open_question(talk) is not None and not _asks(talk, text):
        return False
    page = titled(talk, text)
    if page is not None:
        open_page(talk, page[0])
        return True
    return _find(talk, text, named_only=named_only)


def titled(talk: Talk, text: str) -> tuple[str, str] | None:
    """The page whose title or question the text is, but for a slip, as an act (`topic.ice`) and its label; None: there is none."""
    topics, language = talk.library.topics, talk.language
    for kind, found in (("topic", topics.find(text, 1, language)), ("claim", topics.find_claims(text, 1, language))):
        if found and found[0].score >= TITLE:
            words = f"{kind}s.{found[0].id}.title"
            return f"{kind}.{found[0].id}", talk.words(words)
    return None


def open_page(talk: Talk, act: str) -> None:
    """Open a page by its act."""
    kind, _, name = act.partition(".")
    _open(talk, kind, name)


def _find(talk: Talk, text: str, *, named_only: bool) -> bool:
    found = talk.library.topics.named(text, talk.language)
    if found is not None:
        _open(talk, "topic", found.id)
        return True
    claim = next((hit for hit in talk.library.topics.find_claims(text, 1, talk.language) if hit.score == 100.0), None)
    if claim is not None:
        _open(talk, "claim", claim.id)
        return True
    if named_only and not _asks(talk, text):
        return False
    likely = talk.library.topics.likely(text, LIKELY, talk.language)
    if not likely:
        return False
    _open(talk, "likely", " ".join(entry.id for entry in likely))
    return True


def _asks(talk: Talk, text: str) -> bool:
    """Whether a text is a question: by its sign, or by its first word."""
    plain = text.strip().lower()
    first = plain.split(maxsplit=1)[0].rstrip("'s?,") if plain else ""
    return plain.endswith("?") or first in talk.library.lines(talk.language, "learn.question_words")


def _open(talk: Talk, state: str, at: str = "") -> None:
    if talk.top is not None and talk.top.flow == "learn":
        talk.move(state, at=at)
    else:
        talk.push("learn", state, at=at)


# --- what is shown ---------------------------------------------------------------------------------------------------


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    at = str(top.data.get("at", ""))
    topics = talk.library.topics
    if top.state == "topic":
        return _topic(talk, topics.by_id[at])
    if top.state == "claim":
        return _claim(talk, at)
    if top.state == "likely":
        choices = [(f"topic.{name}", _title(talk, name)) for name in at.split()]
        return _menu(talk, talk.words("learn.likely"), choices)
    if top.state == "claims":
        choices = [(f"claim.{name}", talk.words(f"claims.{name}.title")) for name in _page(talk, at)]
        choices += [("claims.2", talk.words("learn.further"))] if at != "2" else []
        return _menu(talk, talk.words("learn.claims_intro"), choices)
    section = topics.sections.get(at)
    inner = section.sections if section else topics.top
    choices = [(f"section.{name}", talk.words(f"topics.sections.{name}")) for name in inner]
    choices += [(f"topic.{name}", _title(talk, name)) for name in (section.topics if section else ())]
    if section is None:
        choices.append(("claims", talk.words("learn.claims")))
    return _menu(talk, talk.words(f"topics.sections.{at}") if section else talk.words("learn.intro"), choices)


def _page(talk: Talk, page: str) -> list[str]:
    """Half of the claims: a menu of all would be too long for one screen."""
    names = list(talk.library.topics.claims)
    half = (len(names) + 1) // 2
    return names[half:] if page == "2" else names[:half]


def _menu(talk: Talk, text: str, choices: list[tuple[str, str]]) -> Reply:
    return Reply(
        kind="question",
        paragraphs=(text,),
        choices=(*(_choice(talk, act, label) for act, label in choices), *_ends(talk)),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("learn", "one", (1, 1)),
    )


def _topic(talk: Talk, entry: Topic) -> Reply:
    way = _way(talk, entry)
    acts = [*([way] if way else []), ("more", talk.words("learn.more")), ("sure", talk.words("learn.sure"))]
    acts.append(("sources", talk.words("learn.sources")))
    related = [(f"topic.{name}", _title(talk, name)) for name in entry.related[:RELATED]]
    mark = talk.words(f"topics.marks.{entry.sure}.name")
    top = talk.top
    brief = top is not None and "read" in top.data  # it has been read, and only what else there is comes again
    short = (talk.words(f"topics.{entry.id}.short"), *_first_things(talk, entry))
    return Reply(
        kind="question",
        title="" if brief else _title(talk, entry.id),
        paragraphs=(talk.words("learn.what_else", title=_title(talk, entry.id)),) if brief else short,
        closing_line="" if brief else talk.words("learn.mark", mark=mark),
        picture=None if brief else topic_picture(talk.library, talk.language, entry.id),
        choices=(*(_choice(talk, act, label) for act, label in (*acts, *related)), *_ends(talk)),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("learn", "one", (1, 1)),
    )


def _first_things(talk: Talk, entry: Topic) -> tuple[str, ...]:
    """After urgent advice what it forbids stands above anything to do at home."""
    episode = talk.episode
    if not entry.gated or episode is None or episode.verdict is None:
        return ()
    urgent = level(verdict_of(talk.library, episode).urgency) >= URGENT
    return (talk.words("learn.after_urgent"),) if urgent else ()


def _way(talk: Talk, entry: Topic) -> tuple[str, str] | None:
    if entry.way is None:
        return None
    if entry.way.kind == "routine":
        return f"routine.{entry.way.routine}", talk.words(f"routines.{entry.way.routine}.name")
    act = {"check": "check", "first_aid": "aid", "recovery": "plan"}[entry.way.kind]
    return act, talk.words(f"learn.ways.{entry.way.kind}")


def _claim(talk: Talk, name: str) -> Reply:
    claim = talk.library.topics.claims[name]
    words = f"claims.{name}"
    related = [(f"topic.{one}", _title(talk, one)) for one in claim.topics]
    wrong = [_source(talk, one) for one in claim.wrongly_cited]
    sections = [Section(talk.words("learn.found"), (talk.words(f"{words}.evidence"),))]
    if wrong:
        sections.append(Section(talk.words("learn.wrongly_cited"), tuple(wrong)))
    return Reply(
        kind="question",
        title=talk.words(f"{words}.title"),
        paragraphs=(talk.words(f"{words}.say"),),
        sections=tuple(sections),
        closing_line=talk.words("learn.verdict", verdict=talk.words(f"claims.verdicts.{claim.verdict}")),
        choices=(
            _choice(talk, "sources", talk.words("learn.sources")),
            *(_choice(talk, act, label) for act, label in related),
            *_ends(talk),
        ),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("learn", "one", (1, 1)),
    )


def _choice(talk: Talk, act: str, label: str) -> Choice:
    return Choice(act, label, make(talk.sid, talk.turn, act))


def _ends(talk: Talk) -> tuple[Choice, ...]:
    top = talk.top
    assert top is not None
    acts = [("leave", talk.words("learn.leave"))]
    if (top.state, top.data.get("at", "")) != ("menu", ""):
        acts.insert(0, ("up", talk.words("learn.up")))
    return tuple(replace(_choice(talk, act, label), group="nav") for act, label in acts)


def _title(talk: Talk, name: str) -> str:
    return talk.words(f"topics.{name}.title")


def _source(talk: Talk, name: str) -> str:
    if name == "J":
        return talk.text("judgement")
    entry = talk.library.sources.sources[name]
    quality = talk.words("learn.quality", quality=entry.quality) if entry.quality else ""
    return ", ".join(part for part in (entry.title, entry.where, quality) if part)


# --- what is tapped --------------------------------------------------------------------------------------------------


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    word, _, name = act.partition(".")
    topics, at = talk.library.topics, str(top.data.get("at", ""))
    if act == "leave":
        talk.pop()
    elif act == "up":
        _up(talk)
    elif word == "section" and name in topics.sections:
        talk.move("menu", at=name)
    elif word == "topic" and name in topics.by_id:
        talk.move("topic", at=name)
    elif word == "claims":
        talk.move("claims", at=name)
    elif word == "claim" and name in topics.claims:
        talk.move("claim", at=name)
    elif top.state == "topic" and act == "more":
        more(talk, at)
    elif top.state == "topic" and act == "sure":
        entry = topics.by_id[at]
        meaning = talk.words(f"topics.marks.{entry.sure}.meaning")
        name = talk.words(f"topics.marks.{entry.sure}.name")
        talk.message(meaning, talk.words(f"topics.{at}.sure"), title=name)
        talk.move("topic", at=at, read=talk.turn)
    elif act == "sources" and top.state in ("topic", "claim"):
        named = topics.by_id[at].sources if top.state == "topic" else topics.claims[at].sources
        talk.message("\n".join(_source(talk, one) for one in named), title=talk.words("learn.sources"))
        if top.state == "topic":
            talk.move("topic", at=at, read=talk.turn)
    elif act == "check":
        talk.pop()
        talk.go_on("check")
    elif top.state == "topic" and act in [choice.id for choice in _topic(talk, topics.by_id[at]).choices]:
        talk.pop()
        talk.house.cards[word](talk, name)
    else:
        talk.say("not_understood")


def _up(talk: Talk) -> None:
    """One menu up; from a topic to the menu that it stands in."""
    top, topics = talk.top, talk.library.topics
    assert top is not None
    at = str(top.data.get("at", ""))
    if top.state == "topic":
        talk.move("menu", at=topics.by_id[at].section)
    elif top.state == "claim":
        talk.move("claims", at="")
    elif top.state == "menu" and at in topics.sections:
        talk.move("menu", at=topics.sections[at].parent)
    else:
        talk.move("menu", at="")


def more(talk: Talk, name: str) -> None:
    """The whole of a topic; what holds doses or timers comes only past the safety questions."""
    entry = talk.library.topics.by_id.get(name)
    if entry is None or (entry.gated and not gated(talk, f"learn_more.{name}")):
        return
    _open(talk, "topic", name)
    talk.move("topic", at=name, read=talk.turn)
    lines = talk.library.lines(talk.language, f"topics.{name}.more")
    talk.message(*lines, title=_title(talk, name))


LEARN = Flow(
    prompt=_prompt,
    act=_act,
    typed=lambda talk, text: typed(talk, text, named_only=False),
    holds=lambda talk, frame: _known(talk, frame.state, str(frame.data.get("at", ""))),
)


def _known(talk: Talk, state: str, at: str) -> bool:
    topics = talk.library.topics
    if state == "topic":
        return at in topics.by_id
    if state == "claim":
        return at in topics.claims
    if state == "likely":
        return all(name in topics.by_id for name in at.split())
    return state == "claims" or at in ("", *topics.sections)
