"""The bot under faults: `make faults` runs real processes against the local servers and prints what came of it, row by row."""

from tests.faults import discord, emergency, load, platform, restarts, stored, taps

ALL = (emergency, taps, restarts, load, stored, platform, discord)
"""The groups of rows, in the order in which they are run."""
