"""How an event becomes a committed turn, whether a person caused it or a timer that fell due.

Not here: what the turn says (`flows`), how it is saved (`bot.store`), how its replies go out (`bot.delivery`).
"""
