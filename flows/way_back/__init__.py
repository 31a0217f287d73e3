"""The way back to running as a conversation: the plan, what is asked on it, the heel-raise test, the morning's outcome.

Stages and criteria are in `flows.recovery`.
"""
