"""Topics and claims that do not hold together are refused, each slip in one sentence with its file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.base.errors import ContentError
from flows.talk.library import CONTENT, load_library

TOPICS = "topics.yaml"
CLAIMS = "claims.yaml"
SAID = "words/en/topics.yaml"
CLAIMED = "words/en/claims.yaml"
ICE = "  - id: ice\n    section: first_days\n    sure: customary\n"
ASKED = """  asks:
    - ice
    - should I ice my calf
    - how long to ice a calf strain
    - cold pack calf
    - frozen peas on calf
"""
PHYSIO = "  - id: find_physio\n    section: help\n    sure: "
TITLE = "  title: Ice on a sore calf\n"

SLIPS: dict[str, tuple[str, str, str, str, str, str]] = {
    # what: (file, old, new, file of the problem, fragment of its line, part of the sentence)
    "an unknown key": (TOPICS, ICE, ICE + "    colour: blue\n", TOPICS, "colour: blue", "colour"),
    "a mark that does not exist": (
        TOPICS, ICE, ICE.replace("customary", "certain"), TOPICS, "sure: certain", "sure",
    ),
    "a section that does not exist": (
        TOPICS, ICE, ICE.replace("first_days", "last_days"), TOPICS, "section: last_days", 'the section "last_days" is not',
    ),
    "a section inside a section inside a section": (
        TOPICS, "  - {id: first_days, parent: relief}", "  - {id: first_days, parent: remedies}",
        TOPICS, "{id: first_days", 'the parent "remedies" of "first_days" is no section at the top',
    ),
    "an empty menu": (
        TOPICS, "  - {id: help}", "  - {id: help}\n  - {id: empty, parent: help}",
        TOPICS, "{id: empty", 'the menu "empty" has 0 entries',
    ),
    "a menu that is too long": (
        TOPICS, "  - id: calf_pressure\n    section: danger_blood", "  - id: calf_pressure\n    section: quick",
        TOPICS, "{id: quick}", 'the menu "quick" has 9 entries',
    ),
    "a topic that stands twice": (
        TOPICS, "  - id: heat\n", "  - id: ice  # again\n", TOPICS, "# again", '"ice" stands here twice',
    ),
    "a related topic that does not exist": (
        TOPICS, "related: [first_aid, rice, heat]", "related: [first_aid, snow]",
        TOPICS, "related: [first_aid, snow]", 'related names "snow", which is no other topic',
    ),
    "a topic related to itself": (
        TOPICS, "related: [first_aid, rice, heat]", "related: [ice]",
        TOPICS, "related: [ice]", 'related names "ice", which is no other topic',
    ),
    "a topic from nowhere": (
        TOPICS, "[Bleakley04, IsIceRight08, NCA]", "[Nobody]", TOPICS, "[Nobody]", 'the source "Nobody" is not in sources.yaml',
    ),
    "a topic with no source": (TOPICS, "[Bleakley04, IsIceRight08, NCA]", "[]", TOPICS, "sources: []", "sources"),
    "two ways at once": (
        TOPICS, "way: {recovery: true}", "way: {recovery: true, check: true}",
        TOPICS, "way: {recovery: true, check: true}", "exactly one of check, routine, first_aid, recovery",
    ),
    "a danger that leads elsewhere": (
        TOPICS, "way: {check: true}\n    urgent: true", "way: {routine: calf_stretch}\n    urgent: true",
        TOPICS, "- id: clot", "the way leads into the check",
    ),
    "a routine that does not exist": (
        TOPICS, "way: {routine: warm_up}", "way: {routine: warm_down}",
        TOPICS, "routine: warm_down", 'there is no routine "warm_down"',
    ),
    "judgement called strong": (
        TOPICS, f"{PHYSIO}customary", f"{PHYSIO}strong", TOPICS, "sure: strong\n    sources: [J]", "is not strong",
    ),
    "a claim about nothing": (CLAIMS, "topics: [ice]", "topics: [snow]", CLAIMS, "topics: [snow]", 'there is no topic "snow"'),
    "a claim that stands twice": (
        CLAIMS, "- {id: shoe_miles,", "- {id: ice_schedule,", CLAIMS, "topics: [ice]", '"ice_schedule" stands here twice',
    ),
    "a claim on what was cited wrongly": (
        CLAIMS, "sources: [RBME16, MSKKEY, Delgado02]", "sources: [RBME16, Gillespie00]",
        CLAIMS, "- id: clot_share", '"Gillespie00" is cited wrongly',
    ),
    "a verdict that does not exist": (CLAIMS, "verdict: ok", "verdict: fine", CLAIMS, "verdict: fine", "verdict"),
    "a topic with no title": (SAID, TITLE, "", TOPICS, "- id: ice", "the words topics.ice.title are missing"),
    "a claim with nothing to say": (
        CLAIMED, '  say: "Ice is optional', '  said: "Ice is optional', CLAIMS, "id: ice_schedule",
        "the words claims.ice_schedule.say are missing",
    ),
    "words for nothing": (
        SAID, "\nheat:\n", "\nsnow:\n  title: Snow\nheat:\n", SAID, "snow:", 'there is nothing named "snow" in topics.yaml',
    ),
    "a title that is too long": (SAID, TITLE, f"  title: {'Ice ' * 16}\n", SAID, "title: Ice Ice", "at most 60"),
    "a long story in short": (
        SAID, '  short: "Ice can dull', f'  short: "{"Ice is cold. " * 28}Ice can dull', SAID, "Ice is cold. Ice", "at most 350",
    ),
    "a menu's name that is too long": (
        SAID, "  quick: Quick answers", "  quick: Quick answers to nearly everything else",
        SAID, "quick: Quick answers to", "at most 34",
    ),
    "too few questions": (
        SAID, ASKED, "  asks:\n", SAID, "asks:\n    - does icing work", "asks is a list of 4 to 10",
    ),
    "a question that two topics claim": (
        SAID, "    - hot water bottle calf", "    - does icing work  # as well", SAID, "# as well", 'is asked in "ice" already',
    ),
    "a word that is never said": (
        SAID, "Ice can dull the pain.", "Harm is unlikely.", SAID, "Harm is unlikely", "this is never said",
    ),
    "a word that makes little of it": (
        SAID, "Ice can dull the pain.", "Just use ice.", SAID, "Just use ice", "makes little",
    ),
    "shouting": (SAID, "Ice can dull the pain.", "Use ice!", SAID, "Use ice!", "no exclamation marks"),
    "a dose of a medicine": (
        CLAIMED, 'say: "Ice is optional', 'say: "Take 400 mg. Ice is optional', CLAIMED, "400 mg", "the dose of a medicine",
    ),
    "a timer before the safety questions": (
        SAID, "Ice can dull the pain.", "Ice for 10 to 20 minutes.", SAID, "Ice for 10 to 20", "a dose or a timer",
    ),
    "a dose in a topic that is not gated": (
        TOPICS, "    way: {first_aid: true}\n    gated: true", "    way: {first_aid: true}",
        SAID, "If you like it: 10 to 20 minutes", "mark the topic as gated",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_in_one_sentence_with_its_line(tmp_path: Path, slip: str) -> None:
    name, old, new, where, fragment, sentence = SLIPS[slip]
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("media", "figures", "fonts"))
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text, f"{name} no longer holds {old!r}; the test needs another place"
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load_library(folder)
    before, found, _ = (folder / where).read_text(encoding="utf-8").partition(fragment)
    assert found, f"{fragment!r} is not in {where}"
    line = before.count("\n") + 1
    told = [problem for problem in refused.value.problems if problem.startswith(f"content/{where}:{line}: ")]
    assert any(sentence in problem for problem in told), refused.value.problems


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("media", "figures", "fonts"))
    (folder / TOPICS).unlink()
    with pytest.raises(ContentError) as refused:
        load_library(folder)
    assert refused.value.problems == ["content/topics.yaml:1: this file cannot be read (No such file or directory)."]
