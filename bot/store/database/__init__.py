"""The SQLite file: how it is locked, opened, migrated, written by one thread, and what tables it has.

Not here: what the rows mean. Their blobs are sealed and read in `bot.store`, and nothing here decrypts.
"""
