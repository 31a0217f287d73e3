"""What comes by itself: check-ins, mornings after a session, reminders, and when they may speak.

When a timer fires, and whom a platform lets us write to, is decided in `bot`.
"""
