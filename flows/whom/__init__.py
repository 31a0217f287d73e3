"""A check for somebody else: for whom it is, how it begins beside the person's own, and the one question that comes after it.

How it is kept apart from the person's own conversation is in `flows.turn.others`.
"""
