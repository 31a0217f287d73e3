"""What stands between the bot and its updates: a webhook, a proxy's page, a refused token; each told once, by its true cause."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.base.clock import HandClock
from flows.base.events import Typed
from flows.talk.library import Library
from tests.bot.adapters.telegram.recorded import RecordedTurns, events, running
from tests.doubles.telegram import ApiError, TelegramDouble

PAGE = "<html><body>secret words: sign in to our network</body></html>"
NO_ANSWERS = [
    {"status": 200, "body": PAGE},
    {"status": 502, "body": PAGE},
    {"status": 404, "body": PAGE},
    {"status": 401, "body": PAGE},
    {"status": 403, "body": PAGE},
    {"status": 409, "body": PAGE},
    {"status": 200, "body": ""},
    {"status": 200, "body": "[]"},
    {"status": 200, "body": '"result"'},
    {"status": 200, "body": '{"ok": true}'},
    {"status": 503, "body": '{"error": "secret words"}'},
]
NO_UPDATES = [{"status": 200, "body": '{"ok": true, "result": "secret words"}'}, {"truncate": True}]


async def test_a_webhook_set_while_polling_is_taken_back_and_told_once(
    telegram: TelegramDouble, library: Library, clock: HandClock, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        await telegram.polling()
        telegram.world.webhook = "https://example.org/hook"
        first = ann.say("hello")
        await telegram.confirmed(first)
        await telegram.confirmed(ann.say("again"))
    assert recorded.events == [Typed("hello"), Typed("again")]
    assert telegram.world.webhook == ""
    assert [call.params["drop_pending_updates"] for call in telegram.calls("deleteWebhook")] == [False, False]
    assert [call.status for call in telegram.calls("getUpdates")].count(409) == 1
    assert events(capsys) == ["webhook_was_set", "poll_well_again"]


async def test_a_webhook_that_is_set_again_and_again_is_no_race(
    telegram: TelegramDouble, library: Library, clock: HandClock, capsys: pytest.CaptureFixture[str]
) -> None:
    conflict = (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    telegram.faults.add("getUpdates", times=4, error=ApiError(409, conflict))
    async with running(telegram, RecordedTurns(), library, clock):
        for seconds in (1, 2, 4):
            await clock.someone_sleeps(seconds)
            clock.move(timedelta(seconds=seconds))
        await telegram.confirmed(telegram.person().say("hello"))
    assert len(telegram.calls("deleteWebhook")) == 5
    assert events(capsys) == ["webhook_was_set", "poll_well_again"]


async def test_a_webhook_that_cannot_be_deleted_is_tried_again(
    telegram: TelegramDouble, library: Library, clock: HandClock, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded = RecordedTurns()
    telegram.faults.add("deleteWebhook", nth=2, times=2, status=502, body=PAGE)
    async with running(telegram, recorded, library, clock):
        await telegram.polling()
        telegram.world.webhook = "https://example.org/hook"
        telegram.person().say("hello")  # ends the poll that hangs
        telegram.person().say("again")
        for seconds in (1, 2):
            await clock.someone_sleeps(seconds)
            clock.move(timedelta(seconds=seconds))
        await telegram.confirmed(telegram.world.last_update)
        await telegram.confirmed(telegram.person().say("and again"))
    assert len(recorded.taken) == 3
    assert events(capsys) == ["webhook_was_set", "webhook_not_deleted", "poll_well_again"]


async def test_another_process_is_told_once(
    telegram: TelegramDouble, library: Library, clock: HandClock, capsys: pytest.CaptureFixture[str]
) -> None:
    conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    telegram.faults.add("getUpdates", times=4, error=ApiError(409, conflict))
    async with running(telegram, RecordedTurns(), library, clock):
        for seconds in (1, 2, 4, 8):
            await clock.someone_sleeps(seconds)
            clock.move(timedelta(seconds=seconds))
        await telegram.confirmed(telegram.person().say("hello"))
    assert len(telegram.calls("deleteWebhook")) == 1, "that of the start: no webhook is to blame"
    assert events(capsys) == ["another_process_polls_with_this_token", "poll_well_again"]


@pytest.mark.parametrize("fault", [*NO_ANSWERS, *NO_UPDATES], ids=str)
async def test_something_else_that_answers_is_told_once_and_waited_out(
    telegram: TelegramDouble,
    library: Library,
    clock: HandClock,
    capsys: pytest.CaptureFixture[str],
    fault: dict[str, object],
) -> None:
    recorded = RecordedTurns()
    telegram.faults.add("getUpdates", times=5, **fault)
    telegram.person().say("hello")
    async with running(telegram, recorded, library, clock):
        for seconds in (1, 2, 4, 8, 16):
            await clock.someone_sleeps(seconds)
            clock.move(timedelta(seconds=seconds))
        await telegram.confirmed(telegram.person().say("again"))
    assert recorded.events == [Typed("hello"), Typed("again")]
    log = capsys.readouterr().err
    assert log.count('"event"') == 2
    assert '"something_else_answers_for_telegram"' in log
    assert '"poll_well_again"' in log
    assert "secret words" not in log


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
@pytest.mark.parametrize("fault", [*NO_ANSWERS, {"error": ApiError(401, "Unauthorized")}], ids=str)
async def test_a_start_waits_it_out_too(
    telegram: TelegramDouble,
    library: Library,
    clock: HandClock,
    capsys: pytest.CaptureFixture[str],
    fault: dict[str, object],
    method: str,
) -> None:
    recorded = RecordedTurns()
    telegram.faults.add(method, times=2, **fault)
    async with running(telegram, recorded, library, clock):
        for seconds in (1, 2):
            await clock.someone_sleeps(seconds)
            clock.move(timedelta(seconds=seconds))
        await telegram.confirmed(telegram.person().say("hello"))
    assert recorded.events == [Typed("hello")]
    told = events(capsys)
    assert len(told) == 2
    assert told[1] == "telegram_reached"


@pytest.mark.parametrize("method", ["getMyCommands", "setMyDescription", "getMyShortDescription"])
@pytest.mark.parametrize(
    "fault", [{"status": 200, "body": PAGE}, {"status": 200, "body": '{"ok": true, "result": 5}'}], ids=str
)
async def test_a_profile_that_cannot_be_published_stops_nothing(
    telegram: TelegramDouble, library: Library, clock: HandClock, fault: dict[str, object], method: str
) -> None:
    telegram.faults.add(method, times=100, **fault)
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        await telegram.world.until(
            lambda: bool(telegram.calls("getMyShortDescription")), "the last part of the profile"
        )
        await telegram.confirmed(telegram.person().say("hello"))
    assert recorded.events == [Typed("hello")]
