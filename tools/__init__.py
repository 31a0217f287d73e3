"""Tools of the build; nothing here runs in the bot."""
