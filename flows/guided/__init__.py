"""Guided sessions with timers, the list of routines, and first aid.

Exercises and doses are in `flows.exercises`.
"""
