"""From replies to Telegram's messages: sent, redrawn and closed, with files, buttons and countdowns.

Not here: when something is sent again, which the outbox decides by the error that is raised.
"""
