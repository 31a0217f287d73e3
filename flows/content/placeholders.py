"""Which places a text leaves to be filled: what the code hands in, so that a slip in a word file is found when it is loaded."""

from __future__ import annotations

from string import Formatter

from flows.content.problems import Problems
from flows.content.words import Words

PLACES: dict[str, set[str]] = {
    "alarm.ask": {"sign"},
    "cards.ambulance_number": {"number"},
    "cards.clinician_soon.headline": {"to"},
    "cards.clinician_soon.headline_weeks": {"to"},
    "cards.emergency_now.headline": {"number"},
    "cards.fits_one": {"first"},
    "cards.fits_three": {"first", "second", "third"},
    "cards.fits_two": {"first", "second"},
    "cards.labels.call_if": {"number"},
    "cards.say.first": {"told"},
    "cards.say.risks": {"told"},
    "cards.say.signs": {"told"},
    "cards.say.story": {"told"},
    "cards.urgent_same_day.where_line": {"line"},
    "consent.ask": {"days"},
    "hours.today": {"time"},
    "hours.tomorrow": {"time"},
    "hours.yesterday": {"time"},
    "routines.dose.distance": {"metres", "sets"},
    "routines.dose.distance_once": {"metres"},
    "routines.dose.each": {"dose"},
    "routines.dose.every": {"days"},
    "routines.dose.hold": {"hold", "sets"},
    "routines.dose.hold_once": {"hold"},
    "routines.dose.minutes": {"minutes"},
    "routines.dose.per_day": {"times"},
    "routines.dose.range": {"high", "low"},
    "routines.dose.reps": {"reps", "sets"},
    "routines.dose.reps_once": {"reps"},
    "routines.dose.rest": {"rest"},
    "routines.dose.seconds": {"seconds"},
    "routines.dose.tempo": {"down", "hold", "up"},
    "routines.dose.tempo_no_hold": {"down", "up"},
    "routines.dose.time": {"sets", "time"},
    "routines.dose.time_once": {"time"},
    "reminders.change": {"what"},
    "reminders.daily": {"name", "time"},
    "reminders.due": {"name"},
    "reminders.early": {"end", "start", "time"},
    "reminders.early_no": {"time"},
    "reminders.early_yes": {"time"},
    "reminders.given_up": {"name"},
    "reminders.ice_set": {"until", "when"},
    "reminders.most": {"most"},
    "reminders.next": {"when"},
    "reminders.next_instead": {"when"},
    "reminders.repeats": {"hours", "name", "until"},
    "reminders.set": {"name", "time", "when"},
    "reminders.when": {"name"},
    "reminders.zone": {"city"},
    "discord.ends": {"when"},
    "checkins.agree": {"days"},
    "checkins.agreed": {"days"},
    "checkins.next": {"when"},
    "checkins.open.days": {"days"},
    "guided.done": {"name", "of", "sets"},
    "guided.done_fine": {"limit", "pain"},
    "guided.done_sore": {"limit", "pain"},
    "guided.entry": {"minutes", "name"},
    "guided.errors": {"errors"},
    "guided.hold_title": {"name", "span"},
    "guided.left_out": {"name", "why"},
    "guided.morning": {"when"},
    "guided.next_set": {"set"},
    "guided.next_side": {"side"},
    "guided.not_if": {"who"},
    "guided.progress": {"n", "of"},
    "guided.rest_title": {"span"},
    "guided.rule.check": {"pain"},
    "guided.rule.easier": {"pain"},
    "guided.rule.go_on": {"limit"},
    "guided.rule.stop": {"pain"},
    "exercises.run_interval.between": {"span"},
    "guided.closed": {"name"},
    "guided.side": {"side"},
    "guided.minutes": {"n"},
    "guided.seconds": {"n"},
    "guided.set": {"of", "set"},
    "guided.set_closed": {"name", "place"},
    "guided.set_side": {"of", "set", "side"},
    "guided.sources": {"sources"},
    "guided.too_sore": {"pain"},
    "learn.mark": {"mark"},
    "learn.quality": {"quality"},
    "learn.verdict": {"verdict"},
    "learn.what_else": {"title"},
    "listen.did_you_mean": {"things"},
    "log.entry": {"pain", "what", "when"},
    "log.noted": {"pain"},
    "log.noted_for_a_day": {"pain"},
    "morning.pain": {"name"},
    "morning.then_pain": {"name", "day"},
    "progress.one_day": {"day", "last", "name"},
    "progress.days": {"first", "from_day", "last", "name", "to_day", "worst"},
    "progress.alt": {"from_day", "to_day"},
    "progress.stage.now": {"day", "n"},
    "progress.stage.done": {"day"},
    "progress.done.one": {"day"},
    "progress.done.many": {"day", "n"},
    "progress.raises": {"day", "left", "right"},
    "progress.run": {"day", "minutes", "n"},
    "summary.told_by": {"date"},
    "summary.asked": {"at"},
    "summary.onset": {"day"},
    "summary.advice": {"at", "headline"},
    "summary.raised": {"at", "why"},
    "summary.grade": {"grade"},
    "summary.answer": {"about", "labels"},
    "summary.entry": {"day", "what"},
    "summary.stage": {"day", "n"},
    "summary.stages_done": {"day"},
    "summary.values": {"name", "values"},
    "summary.value": {"day", "value"},
    "summary.session": {"day", "name", "percent"},
    "summary.raises": {"day", "left", "right"},
    "summary.run": {"day", "minutes"},
    "recovery.asking": {"n", "of"},
    "recovery.again.run": {"minutes"},
    "recovery.missing": {"do", "what"},
    "recovery.next": {"when"},
    "recovery.next_run": {"when"},
    "recovery.next_step": {"step"},
    "recovery.not_before": {"day"},
    "recovery.raises_before": {"before", "noise"},
    "recovery.raises_enough": {"target"},
    "recovery.raises_near": {"noise"},
    "recovery.raises_norm": {"norm"},
    "recovery.raises_short": {"target"},
    "recovery.raises_told": {"other", "sore"},
    "recovery.rule": {"ceiling"},
    "recovery.step": {"of", "run", "sets", "step", "walk"},
    "recovery.step_straight": {"of", "run", "step"},
    "recovery.steps_first": {"of", "step"},
    "recovery.still": {"what"},
    "recovery.tendon_runs": {"ceiling"},
    "recovery.title": {"name", "n", "of"},
    "recovery.too_early": {"when"},
    "recovery.usual": {"usual"},
    "recovery.week": {"of", "week"},
    "story.line": {"about", "answer"},
    "talk.acts.country_known": {"country"},
    "talk.anew": {"headline"},
    "talk.answered": {"answer", "question"},
    "talk.called": {"say"},
    "talk.country_line": {"line"},
    "talk.country_set": {"country", "number"},
    "talk.handoff.grade": {"grade"},
    "talk.handoff.line": {"about", "items"},
    "talk.handoff.result": {"headline"},
    "talk.handoff.retracted": {"items"},
    "talk.handoff.unsure": {"items"},
    "talk.handoff.when": {"began", "ended"},
    "talk.keep_done": {"date"},
    "talk.last": {"when"},
    "talk.left": {"n"},
    "talk.maybe": {"about"},
    "talk.near": {"label"},
    "talk.parts.safety_count": {"n"},
    "talk.sign_counts": {"sign"},
    "talk.slip": {"signs"},
    "talk.still_holds": {"headline"},
    "talk.ticked_or_none": {"other", "ticked"},
    "talk.unsure_of": {"about"},
    "talk.which_of": {"about"},
    "talk.why_card": {"sources", "why"},
    "talk.why_reviewed": {"date"},
    "whom.alone.emergency_now": {"number"},
    "whom.alone.urgent_same_day": {"number"},
    "whom.also": {"headline", "when"},
    "whom.anew": {"headline"},
    "whom.once.agreed": {"when"},
    "whom.own_advice": {"headline"},
    "whom.still_holds": {"headline"},
    "zones.choice": {"city", "time"},
    "zones.known": {"city", "time"},
    "telegram.left": {"left"},
    "terminal.left": {"left"},
}
"""Key → the names of its places; every other key has none."""


VOICED = "whom.card."
"""What the keys of words about somebody else begin with, then whom, then the key in `cards` or `talk`."""


def check_placeholders(words: Words, problems: Problems) -> None:
    """Note every text whose places are not those that will be filled."""
    for language in words.languages:
        for key in words.keys(language):
            wanted = _wanted(key)
            for text in words.lines(language, key):
                found = _places(text)
                if found != wanted:
                    stem, *place = key.split(".")
                    told = f"has the places {_told(wanted)}" if wanted else "has no places to fill"
                    sentence = f"the text {key} {told}; found {_told(found)}."
                    problems.add(words.documents[language][stem], sentence, *place)


def _wanted(key: str) -> set[str]:
    """The places of a text; words that speak of somebody else have those of the words in whose place they stand."""
    if key in PLACES:
        return PLACES[key]
    if not key.startswith(VOICED):
        return set()
    own = key.removeprefix(VOICED).partition(".")[2]
    return PLACES.get(f"cards.{own}", PLACES.get(f"talk.{own}", set()))


def _places(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"a brace that is not closed"}


def _told(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"
