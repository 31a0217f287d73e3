"""One turn: the engine, taps, typed text, commands, the registry of flows, and sessions of older content."""
