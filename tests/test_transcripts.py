"""Every transcript on the engine, with the session through JSON between all turns, and at the terminal with a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.talk.library import Library, load_library
from tests.transcripts_format import FOLDER, files, read
from tests.transcripts_hands import EngineHand, Recorder, TerminalHand, go_through

VIGNETTES = {
    "v01_doms_runs": "ok_to_run",
    "v01_doms_rests": "self_care",
    "v02_pop_inner_calf": "clinician_soon",
    "v03_kicked_above_heel": "urgent_same_day",
    "v04_calf_bigger_pill_flight": "urgent_same_day",
    "v05_same_but_breathless": "emergency_now",
    "v06_tear_then_flight": "urgent_same_day",
    "v07_pressure_after_tear": "emergency_now",
    "v08_shins_at_twelve_minutes": "clinician_soon",
    "v09_cold_foot_on_hard_runs": "clinician_soon",
    "v10_sudden_cold_leg": "emergency_now",
    "v11_calf_at_200_metres": "clinician_soon",
    "v12_cola_urine": "emergency_now",
    "v13_hot_calf_fever": "emergency_now",
    "v14_hot_calf_no_fever": "urgent_same_day",
    "v15_back_and_saddle": "emergency_now",
    "v16_back_foot_strong": "clinician_soon",
    "v17_fingertip_on_shin": "clinician_soon",
    "v18_ciprofloxacin_heel_cord": "urgent_same_day",
    "v19_statin_weak_legs": "urgent_same_day",
    "v20_gush_from_the_knee": "urgent_same_day",
    "v21_stiff_achilles": "self_care",
    "v22_deep_tightness": "self_care",
    "v23_warfarin_mild_pull": "urgent_same_day",
    "v24_night_cramp": "self_care",
    "v25_night_ache_cancer": "urgent_same_day",
}
"""The vignettes of the clinical notes, each with the disposition that was settled before any rule was written."""


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
async def test_on_the_engine(path: Path, library: Library) -> None:
    recorder = Recorder()
    await go_through(read(path), EngineHand(library, recorder), recorder)


@pytest.mark.parametrize("path", files("terminal"), ids=lambda path: path.stem)
async def test_at_the_terminal(path: Path, library: Library, tmp_path: Path) -> None:
    transcript = read(path)
    reference, recorder = Recorder(), Recorder()
    wanted = await go_through(transcript, EngineHand(library, reference), reference)
    hand = TerminalHand(tmp_path, library, recorder)
    try:
        assert await go_through(transcript, hand, recorder) == wanted
    finally:
        hand.close()


@pytest.mark.parametrize(("name", "urgency"), VIGNETTES.items(), ids=VIGNETTES)
def test_no_vignette_was_bent(name: str, urgency: str) -> None:
    last = [act.verdict for act in read(FOLDER / f"{name}.txt").acts][-1]
    assert last[:1] == (urgency,)


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_each_tells_its_story_first(path: Path) -> None:
    transcript = read(path)
    assert transcript.story
    assert any(act.shown for act in transcript.acts)
    assert len(transcript.not_on) < 3, "what can be tried in one place only is no conversation"
