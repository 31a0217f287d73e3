"""What can be read about: topics, common claims, and finding them by what is typed.

Reading in a conversation is `flows.learning`.
"""
