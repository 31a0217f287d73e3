"""From Telegram's updates to turns: polled, read, committed, and only then confirmed.

Not here: what a turn says. Its replies come back through the outbox to `bot.adapters.telegram.outgoing`.
"""
