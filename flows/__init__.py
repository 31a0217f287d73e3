"""How a conversation moves: pure Python on `transitions`, with no network, clock, disk or platform."""
