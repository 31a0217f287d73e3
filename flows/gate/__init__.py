"""The safety questions before first aid, routines and the plan, and what may be offered to this person now.

What an exercise asks of somebody is in `flows.exercises`; the questions themselves are those of `flows.checking`.
"""
