"""The store's side of what goes out: rows and their fates, urgent ones past the rest, what is owed, who cannot be reached.

Not here: when and how something is sent (`bot.delivery`).
"""
