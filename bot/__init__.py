"""How Calfwise reaches people: adapters, storage, timers and the command line."""
