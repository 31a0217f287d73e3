"""The commands of `python -m bot`, each in a module that is imported when the command is called.

Not here: anything that another package could want. A command puts the parts together and prints.
"""
