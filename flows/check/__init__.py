"""What the check knows: conditions, questions, rules, floors, what a pain may fit, and the verdict.

Asks nobody and tells nothing: the conversation about it is `flows.checking`.
"""
