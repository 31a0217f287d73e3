"""The proof that every path through the check, the machines and the ladders holds what is promised.

Nothing that runs imports it.
"""
