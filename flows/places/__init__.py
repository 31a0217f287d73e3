"""Time zones and countries, and how a day and an hour are said.

Asking for them belongs to the flows; reckoning with hours is `flows.base.hours`.
"""
