"""A turn under way: the session, the content at hand, the protocol of a flow, and the bot's own yes-or-no questions.

Names no flow: the flows stand on it.
"""
