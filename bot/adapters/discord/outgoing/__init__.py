"""From replies to Discord's messages: as the answer to an interaction, as a follow-up, or by direct message.

Not here: when something is sent again, which the outbox decides by the error that is raised.
"""
