"""The check as a conversation: its questions, answers, the card and what its buttons do, and looking again.

The rules are in `flows.check`.
"""
