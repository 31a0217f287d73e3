"""Telegram private chats by long polling."""
