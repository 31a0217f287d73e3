"""Figures of the shape of the code, counted from the files, and the files that one turn enters.

python -m tools.structure                 files, packages, levels, arrows and circles of `flows` and `bot`; tests' assertions
python -m tools.structure --turn          the files of `flows` that three real turns enter, in order
python -m tools.structure --tree PATH     (with either) the same for another checkout, for instance an older one

Nothing here is imported by the bot. The figures need the standard library only; a traced turn needs what the bot needs.
"""
