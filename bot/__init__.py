"""How Calfwise reaches people: adapters, storage, timers and the command line.

`ports` is what the packages agree on; each package says in its docstring what lives there. Nothing here decides what is
said: that is `flows`.
"""
