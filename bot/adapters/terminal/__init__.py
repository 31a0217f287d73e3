"""The conversation with no token at all: for people at a keyboard, for pipes, and as JSON for scripts.

Not here: the commands that start it (`bot.cli.chat`).
"""
