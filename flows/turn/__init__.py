"""One turn: the engine, taps, typed text, commands, and the registry of flows.

What one flow asks, says or does lives in its own package.
"""
