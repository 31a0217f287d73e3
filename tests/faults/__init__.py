"""The bot under faults: `make faults` runs real processes against the local servers and prints what came of it, row by row.

Each row is a case with a target. What lasts is not waited for: the process is told that time has passed. In `make test` the
rows are held one by one, with the real client libraries and a clock that is moved by hand:

    wait-600, wait-on-card, fail-27, fail-hour, burst-60, spoiled, blocked     test_emergency.py
    hang                                    tests/bot/delivery/test_lanes.py (an answer that is lost)
    quick-taps, strays-list, strays-card    test_taps.py
    kill-waiting, stop-waiting, stop-backlog, hang-40                          test_endings.py
    stop-hanging                            tests/bot/delivery/test_outbox.py, test_lanes.py
    dc-wait-600, dc-fail, dc-closed         test_discord.py
    disk-full                               tests/bot/store/database/test_full_disk.py
    clock                                   tests/bot/adapters/telegram/api/test_pace.py
    dc-gateway                              tests/bot/adapters/discord/test_gateway.py
    flood-300                               beside bot/turns
    reader, erase-300k, upkeep, unreadable, newer, modes, read-only            beside bot/store and bot/setup
    bad-update, webhook, unauthorized, page, topic, countdown                  beside bot/adapters/telegram
    api-address                             beside bot/cli
    dc-bad-event, dc-4004, dc-timed, dc-mentions                               beside bot/adapters/discord
"""
