"""How committed replies go out: the outbox in order for each person, retries, and what goes with a reply.

Not here: how a platform is spoken to (`bot.adapters`), how a row is stored (`bot.store`), how a chart is drawn (`bot.render`).
"""
