"""What every other package may use and what knows none of them: time and the log.

Not here: anything that knows of people, turns, settings or platforms.
"""
