"""The Discord adapter, with the real discord.py, against local Discords."""
