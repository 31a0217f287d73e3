"""What comes by itself: check-ins, mornings after a session, reminders, and when they may speak."""
