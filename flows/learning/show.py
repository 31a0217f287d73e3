"""What reading about the subject shows: menus, a topic, a claim, and the likely ones for a text."""

from __future__ import annotations

from msgspec import UNSET

from flows.base.replies import Choice, Reply, Section
from flows.base.urgency import URGENT, level
from flows.checking.verdicts import verdict_of
from flows.learning.pages import NAME, Reading
from flows.subject.topics import Topic
from flows.talk.asking import ask, buttons
from flows.talk.flow import Open
from flows.talk.pictures import topic_picture
from flows.talk.turn import Turn

RELATED = 3
"""Related topics that are offered with one."""


def show_page(turn: Turn, frame: Open[Reading]) -> Reply:
    """What is open: a menu, a topic, a claim, or the likely topics for a text."""
    at = frame.data.at
    topics = turn.library.topics
    if frame.state == "topic":
        return show_topic(turn, frame, topics.by_id[at])
    if frame.state == "claim":
        return _claim(turn, frame, at)
    if frame.state == "likely":
        choices = [(f"topic.{name}", title_of(turn, name)) for name in at.split()]
        return _menu(turn, frame, turn.words("learn.likely"), choices)
    if frame.state == "claims":
        choices = [(f"claim.{name}", turn.words(f"claims.{name}.title")) for name in _page(turn, at)]
        choices += [("claims.2", turn.words("learn.further"))] if at != "2" else []
        return _menu(turn, frame, turn.words("learn.claims_intro"), choices)
    section = topics.sections.get(at)
    inner = section.sections if section else topics.top
    choices = [(f"section.{name}", turn.words(f"topics.sections.{name}")) for name in inner]
    choices += [(f"topic.{name}", title_of(turn, name)) for name in (section.topics if section else ())]
    if section is None:
        choices.append(("claims", turn.words("learn.claims")))
    return _menu(turn, frame, turn.words(f"topics.sections.{at}") if section else turn.words("learn.intro"), choices)


def _page(turn: Turn, page: str) -> list[str]:
    """Half of the claims: a menu of all would be too long for one screen."""
    names = list(turn.library.topics.claims)
    half = (len(names) + 1) // 2
    return names[half:] if page == "2" else names[:half]


def _menu(turn: Turn, frame: Open[Reading], text: str, choices: list[tuple[str, str]]) -> Reply:
    return ask(turn, NAME, text, (*buttons(turn, choices), *_ends(turn, frame)))


def show_topic(turn: Turn, frame: Open[Reading], entry: Topic) -> Reply:
    """A topic; once it has been read, only what else there is."""
    way = _way(turn, entry)
    acts = [*([way] if way else []), ("more", turn.words("learn.more")), ("sure", turn.words("learn.sure"))]
    acts.append(("sources", turn.words("learn.sources")))
    related = [(f"topic.{name}", title_of(turn, name)) for name in entry.related[:RELATED]]
    mark = turn.words(f"topics.marks.{entry.sure}.name")
    brief = frame.data.read is not UNSET  # it has been read, and only what else there is comes again
    short = (turn.words(f"topics.{entry.id}.short"), *_first_things(turn, entry))
    return ask(
        turn,
        NAME,
        turn.words("learn.what_else", title=title_of(turn, entry.id)) if brief else short,
        (*buttons(turn, (*acts, *related)), *_ends(turn, frame)),
        title="" if brief else title_of(turn, entry.id),
        closing_line="" if brief else turn.words("learn.mark", mark=mark),
        picture=None if brief else topic_picture(turn.library, turn.language, entry.id),
    )


def _first_things(turn: Turn, entry: Topic) -> tuple[str, ...]:
    """After urgent advice what it forbids stands above anything to do at home."""
    episode = turn.session.episode
    if not entry.gated or episode is None or episode.verdict is None:
        return ()
    urgent = level(verdict_of(turn.library, episode).urgency) >= URGENT
    return (turn.words("learn.after_urgent"),) if urgent else ()


def _way(turn: Turn, entry: Topic) -> tuple[str, str] | None:
    if entry.way is None:
        return None
    if entry.way.kind == "routine":
        return f"routine.{entry.way.routine}", turn.words(f"routines.{entry.way.routine}.name")
    act = {"check": "check", "first_aid": "aid", "recovery": "plan"}[entry.way.kind]
    return act, turn.words(f"learn.ways.{entry.way.kind}")


def _claim(turn: Turn, frame: Open[Reading], name: str) -> Reply:
    claim = turn.library.topics.claims[name]
    words = f"claims.{name}"
    related = [(f"topic.{one}", title_of(turn, one)) for one in claim.topics]
    wrong = [source_text(turn, one) for one in claim.wrongly_cited]
    sections = [Section(turn.words("learn.found"), (turn.words(f"{words}.evidence"),))]
    if wrong:
        sections.append(Section(turn.words("learn.wrongly_cited"), tuple(wrong)))
    acts = [("sources", turn.words("learn.sources")), *related]
    return ask(
        turn,
        NAME,
        turn.words(f"{words}.say"),
        (*buttons(turn, acts), *_ends(turn, frame)),
        title=turn.words(f"{words}.title"),
        sections=sections,
        closing_line=turn.words("learn.verdict", verdict=turn.words(f"claims.verdicts.{claim.verdict}")),
    )


def _ends(turn: Turn, frame: Open[Reading]) -> tuple[Choice, ...]:
    acts = [("leave", turn.words("learn.leave"))]
    if (frame.state, frame.data.at) != ("menu", ""):
        acts.insert(0, ("up", turn.words("learn.up")))
    return buttons(turn, acts, "nav")


def title_of(turn: Turn, name: str) -> str:
    """The title of a topic."""
    return turn.words(f"topics.{name}.title")


def source_text(turn: Turn, name: str) -> str:
    """A source in a line, with its quality."""
    if name == "J":
        return turn.text("judgement")
    entry = turn.library.sources.sources[name]
    quality = turn.words("learn.quality", quality=entry.quality) if entry.quality else ""
    return ", ".join(part for part in (entry.title, entry.where, quality) if part)
