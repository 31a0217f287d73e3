"""From Discord's interactions and direct messages to turns, each answered in time.

Not here: how an answer looks and where it goes, which is `bot.adapters.discord.outgoing`.
"""
