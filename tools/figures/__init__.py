"""Draws every picture of the bot at build time: `python -m tools.figures`. Nothing here is imported by the bot."""
