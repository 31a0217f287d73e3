"""Killing the bot under load, 200 times over, and accounting for everything afterwards.

    python -m tests.kill --kills 200 --seed 7           (`make kill`)
    python -m tests.kill --break split                  a bot that is broken on purpose: the report has to fail

The parts, each in a file of its own:

    world      local Telegram and Discord, with people of `people` who tap, type and practise; `watching` sees each request
    zygote     the process that has everything loaded and becomes the bot at each start; `life` is the harness's hand on it
    journal    what the bot's process writes down so that it survives a kill: turns taken, connections that rows have
    snapshot   the database as a kill has left it
    reference  the same turns through the pure engine
    judge      compares the two after each kill, and accounts for each row at the end
    report     what was seen and what is wrong

It judges what happened and needs no luck: a kill comes when it comes, and whatever it finds must be accounted for.
"""
