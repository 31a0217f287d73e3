"""The conversation with no token at all: for people at a keyboard, for pipes, and as JSON for scripts."""
