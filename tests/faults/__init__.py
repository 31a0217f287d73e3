"""The bot under faults: `make faults` runs real processes against the local servers and prints what came of it, row by row.

Each row is a case with a target. What lasts is not waited for: the process is told that time has passed. In `make test` the
rows are held one by one, with the real client libraries and a clock that is moved by hand:

    wait-600, wait-on-card, fail-27, fail-hour, burst-60, spoiled, hang, blocked
                                  test_emergency.py; tests/bot/delivery/test_lanes.py
    wait-2                        tests/bot/delivery/test_outbox.py (waits as told)
    quick-taps, strays-list, strays-card
                                  test_taps.py; tests/bot/delivery/test_outbox.py (a closing gives way);
                                  tests/bot/adapters/telegram/outgoing/test_port.py (two messages could still go out)
    kill-waiting, stop-waiting    test_endings.py, test_discord.py; tests/bot/delivery/test_outbox.py; tests/kill/test_kill.py
    stop-backlog, stop-hanging    test_endings.py
    hang-40                       test_endings.py; tests/bot/adapters/telegram/api/test_wire.py
    countdown                     tests/bot/adapters/telegram/test_resume.py, outgoing/test_countdown.py
    flood-300                     tests/bot/turns/test_line.py, test_flood.py, test_budget.py;
                                  tests/bot/adapters/telegram/incoming/test_flood.py
    reader                        tests/bot/store/test_forget.py
    erase-300k, upkeep            tests/bot/store/test_upkeep.py; tests/bot/turns/test_timers_order.py
    unreadable, newer             tests/bot/store/test_set_aside.py
    modes                         tests/bot/setup/test_private.py; tests/bot/cli/test_settings_tried.py
    disk-full                     tests/bot/store/database/test_full_disk.py; tests/bot/delivery/test_lanes.py (waits for no disk)
    read-only                     tests/bot/store/database/test_opening.py (what may not be written is named)
    clock                         tests/bot/adapters/telegram/api/test_pace.py (a clock that is set back)
    bad-update                    tests/bot/adapters/telegram/incoming/test_unreadable.py
    webhook, page                 tests/bot/adapters/telegram/incoming/test_line.py
    unauthorized                  tests/bot/adapters/telegram/incoming/test_poll.py
    api-address                   tests/bot/setup/test_settings.py; tests/bot/cli/test_settings_tried.py
    topic                         tests/bot/adapters/telegram/incoming/test_groups.py
    dc-wait-600, dc-fail, dc-closed
                                  test_discord.py; tests/bot/adapters/discord/outgoing/test_urgent.py
    dc-bad-event                  tests/bot/adapters/discord/test_unreadable.py; tests/bot/cli/test_run.py
    dc-gateway                    tests/bot/adapters/discord/test_gateway.py, api/test_outage.py
    dc-4004                       tests/bot/cli/test_run.py; tests/bot/adapters/discord/test_gateway.py
    dc-timed                      tests/bot/adapters/discord/test_where_steps_go.py, test_transcripts.py (in the server)
    dc-expired                    tests/bot/adapters/discord/outgoing/test_trouble.py, incoming/test_deadlines.py
    dc-mentions                   tests/bot/adapters/discord/test_conversation.py (a mention)
"""
