"""Telegram private chats by long polling. Importing `adapter` loads python-telegram-bot."""
