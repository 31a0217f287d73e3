"""Reading typed text: words, families, patterns, signs, and what surrounds them; labels and numbers.

Knows no conversation: what follows from a text is decided in `flows.turn`.
"""
