"""Local servers that behave like the services, and drivers that talk to the bot through them."""
