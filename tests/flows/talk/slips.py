"""Slips in the content of the check: each with the file and the line that must be told, and the words for it."""

from __future__ import annotations

from tests.flows.support.draft import Draft, Slip, appending, replacing

QUESTIONS = "check/questions.yaml"
RULES = "check/rules.yaml"
FITS = "check/fits.yaml"
FLOORS = "check/floors.yaml"
WORDS = "words/en/questions.yaml"
WHAT_ELSE = "check/what_else.yaml"


# --- one slip, one sentence -------------------------------------------------------------------------------------------


RULE = "\n  - id: slip\n    urgency: clinician_soon\n    when: {when}\n    sources: [J]\n"
FIT = "\n  - id: slip\n    evidence:\n      - {points: 3, when: look.bruise}\n    forbids: [{act}]\n    sources: [{source}]\n"


def _rule(when: str) -> Slip:
    return appending(RULES, RULE.replace("{when}", when))


SLIPS: dict[str, tuple[Slip, str, str, str]] = {
    "something else to tell that is no option": (
        replacing(WHAT_ELSE, "- options: [danger.foot_cold,", "- options: [danger.foot_purple,"),
        WHAT_ELSE, "danger.foot_purple", "danger.foot_purple is no option",
    ),
    "something else to tell that was asked about": (
        replacing(WHAT_ELSE, "- options: [danger.foot_cold,", "- options: [breath.fainted, danger.foot_cold,"),
        WHAT_ELSE, "breath.fainted, danger", "breath.fainted has been asked about where this list is shown",
    ),
    "something else to tell at the list where it stopped": (
        replacing(WHAT_ELSE, "  - options: [", "  - when: danger.foot_cold\n    options: [danger.saddle]\n  - options: ["),
        WHAT_ELSE, "[danger.saddle]", "danger.saddle has been asked about",
    ),
    "something else to tell that tells nothing": (
        replacing(WHAT_ELSE, "- options: [danger.foot_cold,", "- options: [look.none, danger.foot_cold,"),
        WHAT_ELSE, "look.none", "look.none tells nothing",
    ),
    "something else to tell twice": (
        replacing(WHAT_ELSE, "- options: [danger.foot_cold,", "- options: [look.warm_red, danger.foot_cold,"),
        WHAT_ELSE, "[look.warm_red, danger.foot_cold", "stands here twice",
    ),
    "an emergency without a list of what else": (
        replacing(WHAT_ELSE, "  - options: [", "  - when: side.left\n    options: ["),
        WHAT_ELSE, "- when: side.left", "the last list has no `when`",
    ),
    "told in other words, and in no list": (
        replacing(WHAT_ELSE, "told_so:\n", "told_so:\n  look.bruise: look.told\n"),
        WHAT_ELSE, "look.bruise:", "look.bruise stands in none of the lists",
    ),
    "an unknown key": (
        replacing(QUESTIONS, "  - id: side\n", "  - id: side\n    colour: red\n"),
        QUESTIONS, "colour: red", "colour",
    ),
    "a key written twice": (
        replacing(QUESTIONS, "  - id: side\n", "  - id: side\n    kind: one\n    kind: one  # again\n"),
        QUESTIONS, "# again", 'the key "kind" is here twice',
    ),
    "a missing key": (
        replacing(QUESTIONS, "  - id: side\n    part: leg\n", "  - id: side\n"),
        QUESTIONS, "- id: side", "part",
    ),
    "an option that has moved to nowhere": (
        replacing(QUESTIONS, "[danger.foot_drop]", "[danger.foot_fell]"),
        QUESTIONS, "[danger.foot_fell]", "danger.foot_fell is no option",
    ),
    "an option that has moved and is still there": (
        replacing(QUESTIONS, "numb_more.foot_drop:", "numb_more.numb_seat:"),
        QUESTIONS, "numb_more.numb_seat:", "is an option of today",
    ),
    "yes for true": (
        replacing(QUESTIONS, "    none: true\n", "    none: yes\n"),
        QUESTIONS, "none: yes", "yes is taken for true or false",
    ),
    "Norway": (
        replacing("countries.yaml", "likely: [GB,", "likely: [NO, GB,"),
        "countries.yaml", "likely: [NO,", "NO is taken for true or false",
    ),
    "an urgency that does not exist": (
        replacing(RULES, "urgency: emergency_now", "urgency: at_once"),
        RULES, "urgency: at_once", "urgency",
    ),
    "a rule on an unknown option": (_rule("look.purple"), RULES, "- id: slip", "look.purple is no option"),
    "a rule on an unknown finding": (_rule("purple_look"), RULES, "when: purple_look", '"purple_look" is neither'),
    "a rule with an unknown form": (_rule("{none: [look.bruise]}"), RULES, "when: {none:", "exactly one of all, any"),
    "a rule that says nothing": (_rule("null"), RULES, "when: null", "a condition is an option, or one of all"),
    "a rule that reads the urgency": (_rule("{below: self_care}"), RULES, "- id: slip", "below may stand in ask_if only"),
    "a rule that stands twice": (
        appending(RULES, RULE.replace("slip", "lung_clot  # again").replace("{when}", "look.bruise")),
        RULES, "# again", '"lung_clot" stands here twice',
    ),
    "a rule from nowhere": (
        appending(RULES, RULE.replace("[J]", "[Nobody]").replace("{when}", "look.bruise")),
        RULES, "[Nobody]", 'the source "Nobody" is not in sources.yaml',
    ),
    "a rule with no source": (
        appending(RULES, RULE.replace("[J]", "[]").replace("{when}", "look.bruise")),
        RULES, "sources: []", "sources",
    ),
    "a doubt about no list": (
        replacing(RULES, "lists: [breath, danger]", "lists: [breath, side]"),
        RULES, "lists: [breath, side]", '"side" is no question with a "Which ones?" list',
    ),
    "a question about a later one": (
        replacing(QUESTIONS, "  - id: side\n", "  - id: side\n    ask_if: onset.pop\n"),
        QUESTIONS, "- id: side", "ask_if names onset.pop, which is no option of an earlier question",
    ),
    "a finding from nothing": (
        replacing(QUESTIONS, "derived:\n", "derived:\n  slip: look.purple\n"),
        QUESTIONS, "slip: look.purple", "look.purple is no option",
    ),
    "a part that does not exist": (
        replacing(QUESTIONS, "parts: [safety, leg, you]", "parts: [safety, leg]"),
        QUESTIONS, "- id: clot_risk", 'the part "you" is not in parts',
    ),
    "a label with no words": (
        lambda draft: draft.change(WORDS, f"    left: {_label(draft, 'left')}\n", ""),
        QUESTIONS, "- id: side", "the words questions.side.options.left are missing",
    ),
    "a label that is too long": (
        lambda draft: draft.change(WORDS, f"    left: {_label(draft, 'left')}\n", f"    left: {'left ' * 8}\n"),
        WORDS, "left left", "a label has at most 32 characters",
    ),
    "words for no option": (
        replacing(WORDS, "\nside:\n", "\nsides:\n  text: Which?\n\nside:\n"),
        WORDS, "sides:", 'there is no question "sides"',
    ),
    "words for no rule": (
        appending("words/en/rules.yaml", "slip:\n  why: It hurts.\n"),
        "words/en/rules.yaml", "slip:", 'there is nothing named "slip" in check/rules.yaml',
    ),
    "a place in a text that nothing fills": (
        replacing("words/en/cards.yaml", "headline: CALL {number} NOW", "headline: CALL {nummer} NOW"),
        "words/en/cards.yaml", "CALL {nummer} NOW", "has the places {number}; found {nummer}",
    ),
    "words that are a number": (
        appending("words/en/rules.yaml", "slip: 112\n"),
        "words/en/rules.yaml", "slip: 112", "put numbers in quotes",
    ),
    "a floor on an unknown option": (
        replacing(FLOORS, "    - breath.breathless\n", "    - breath.breathless\n    - breath.snoring\n"),
        FLOORS, "breath.snoring", "breath.snoring is no option",
    ),
    "a floor that stands twice": (
        replacing(FLOORS, "    - breath.breathless\n", "    - breath.breathless\n    - breath.breathless  # again\n"),
        FLOORS, "# again", "breath.breathless stands here twice",
    ),
    "a combination of nothing": (
        replacing(FLOORS, "\ncombinations:\n", "\ncombinations:\n  - {id: slip, urgency: self_care, of: [look.purple]}\n"),
        FLOORS, "id: slip", "look.purple is no option",
    ),
    "an excuse for no question": (
        replacing(FLOORS, "\nexcused:\n", '\nexcused:\n  - {question: slip, reason: "Nobody would ever ask this."}\n'),
        FLOORS, "question: slip", 'there is no question "slip"',
    ),
    "an excuse for no option": (
        replacing(
            FLOORS,
            "\nexcused:\n",
            '\nexcused:\n  - {question: push, options: [slip], reason: "Nobody would say so here."}\n',
        ),
        FLOORS, "options: [slip]", '"push" has no option "slip"',
    ),
    "an excuse that comes too late": (
        replacing(
            FLOORS,
            "\nexcused:\n",
            '\nexcused:\n  - {question: push, when: run_test.test_easy, reason: "Who runs has push-off."}\n',
        ),
        FLOORS, "when: run_test.test_easy", "when names run_test.test_easy, which is no option of an earlier question",
    ),
    "a doubt that spares no option": (
        replacing(FLOORS, "\ndoubt:\n", '\ndoubt:\n  - {option: push.slip, reason: "Nobody would say so in doubt."}\n'),
        FLOORS, "option: push.slip", "push.slip is no option of any question",
    ),
    "an excuse with no reason": (
        replacing(FLOORS, "\nexcused:\n", "\nexcused:\n  - {question: push, reason: because}\n"),
        FLOORS, "reason: because", "reason",
    ),
    "a fit that forbids an unknown act": (
        appending(FITS, FIT.replace("{act}", "juggle").replace("{source}", "J")),
        FITS, "[juggle]", 'forbids names "juggle", which is not in acts',
    ),
    "a fit with no source": (
        appending(FITS, FIT.replace("{act}", "run").replace("{source}", "Nobody")),
        FITS, "[Nobody]", 'the source "Nobody" is not in sources.yaml',
    ),
    "a fit on an unknown option": (
        appending(FITS, FIT.replace("look.bruise", "look.purple").replace("{act}", "run").replace("{source}", "J")),
        FITS, "look.purple", "look.purple is no option",
    ),
    "a point for nothing": (
        appending(FITS, FIT.replace("when: look.bruise", "when: null").replace("{act}", "run").replace("{source}", "J")),
        FITS, "when: null", "a condition is an option, or one of all",
    ),
    "an unknown likely country": (
        replacing("countries.yaml", "likely: [GB,", "likely: [XX, GB,"),
        "countries.yaml", "likely:", '"XX" is in likely but not in countries',
    ),
    "an anchor": (
        replacing(RULES, "when: breath.very_unwell", "when: &again breath.very_unwell"),
        RULES, "&again", "an anchor (&again) is not allowed",
    ),
    "a tab": (appending(RULES, "\t# tidy\n"), RULES, "# tidy", "there is a tab"),
}  # fmt: skip


def _label(draft: Draft, option: str) -> str:
    """How an option of `side` is worded at the moment."""
    line = next(line for line in draft.read(WORDS).splitlines() if line.startswith(f"    {option}: "))
    return line.removeprefix(f"    {option}: ")
