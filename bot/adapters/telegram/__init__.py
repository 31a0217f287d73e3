"""Telegram private chats by long polling.

`adapter` holds the parts together and `profile` publishes the command menu; `incoming` takes updates in, `outgoing` sends
replies, `api` is the line to Telegram. Not here: what is said, and when something is sent again.
"""
