"""Conversations of every kind as an earlier version stored them, and what that version went on to say.

`stored_0.1.0.jsonl` is data of that version and is never edited, for people's own sessions look like it.
`tests/test_stored_sessions.py` holds today's program to it; `python -m tests.sessions` makes such a file.
"""
