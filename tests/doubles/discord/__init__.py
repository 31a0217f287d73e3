"""Two Discords on 127.0.0.1 for the unmodified discord.py: our own double, and simcord behind a small front.

async with DiscordDouble(clock) as discord:      tests.doubles.discord.server
async with SimcordServer(clock) as discord:      tests.doubles.discord.simcord_front
    ann = discord.person("Ann")
    async with BotOn(discord, core, clock) as bot:   tests.doubles.discord.house
        driver = Driver(ann, bot)                    tests.doubles.discord.driver
"""
