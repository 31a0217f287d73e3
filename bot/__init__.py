"""How Calfwise reaches people: adapters, storage, timers and the command line.

`ports` is what the packages agree on, `core` what an adapter gets of the rest. Not here: anything that decides what is said,
which is `flows`.
"""
