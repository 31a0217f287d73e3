"""What reading about the subject shows: menus, a topic, a claim, and the likely ones for a text."""

from __future__ import annotations

from msgspec.structs import replace

from flows.base.replies import Choice, QuestionFacts, Reply, Section
from flows.base.tokens import make
from flows.base.urgency import URGENT, level
from flows.checking.prompts import verdict_of
from flows.subject.topics import Topic
from flows.talk.pictures import topic_picture
from flows.talk.turn import Talk

RELATED = 3
"""Related topics that are offered with one."""


def show_page(talk: Talk) -> Reply:
    """What is open."""
    top = talk.top
    assert top is not None
    at = str(top.data.get("at", ""))
    topics = talk.library.topics
    if top.state == "topic":
        return show_topic(talk, topics.by_id[at])
    if top.state == "claim":
        return _claim(talk, at)
    if top.state == "likely":
        choices = [(f"topic.{name}", title_of(talk, name)) for name in at.split()]
        return _menu(talk, talk.words("learn.likely"), choices)
    if top.state == "claims":
        choices = [(f"claim.{name}", talk.words(f"claims.{name}.title")) for name in _page(talk, at)]
        choices += [("claims.2", talk.words("learn.further"))] if at != "2" else []
        return _menu(talk, talk.words("learn.claims_intro"), choices)
    section = topics.sections.get(at)
    inner = section.sections if section else topics.top
    choices = [(f"section.{name}", talk.words(f"topics.sections.{name}")) for name in inner]
    choices += [(f"topic.{name}", title_of(talk, name)) for name in (section.topics if section else ())]
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


def show_topic(talk: Talk, entry: Topic) -> Reply:
    """A topic; once it has been read, only what else there is."""
    way = _way(talk, entry)
    acts = [*([way] if way else []), ("more", talk.words("learn.more")), ("sure", talk.words("learn.sure"))]
    acts.append(("sources", talk.words("learn.sources")))
    related = [(f"topic.{name}", title_of(talk, name)) for name in entry.related[:RELATED]]
    mark = talk.words(f"topics.marks.{entry.sure}.name")
    top = talk.top
    brief = top is not None and "read" in top.data  # it has been read, and only what else there is comes again
    short = (talk.words(f"topics.{entry.id}.short"), *_first_things(talk, entry))
    return Reply(
        kind="question",
        title="" if brief else title_of(talk, entry.id),
        paragraphs=(talk.words("learn.what_else", title=title_of(talk, entry.id)),) if brief else short,
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
    related = [(f"topic.{one}", title_of(talk, one)) for one in claim.topics]
    wrong = [source_text(talk, one) for one in claim.wrongly_cited]
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


def title_of(talk: Talk, name: str) -> str:
    """The title of a topic."""
    return talk.words(f"topics.{name}.title")


def source_text(talk: Talk, name: str) -> str:
    """A source in a line, with its quality."""
    if name == "J":
        return talk.text("judgement")
    entry = talk.library.sources.sources[name]
    quality = talk.words("learn.quality", quality=entry.quality) if entry.quality else ""
    return ", ".join(part for part in (entry.title, entry.where, quality) if part)
