"""The line to Telegram: its client and connections, its limits, how fast it may be used, what its errors mean.

Not here: anything about updates or replies.
"""
