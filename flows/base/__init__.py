"""What everything stands on: events and replies, urgency, errors, the machine, button tokens, hours, periods, what is remembered.

Knows no content, no session and no platform.
"""
