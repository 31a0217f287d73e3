"""Time zones, countries and the hours of a day.

Asking for them belongs to the flows.
"""
