"""The line to Discord: how it is reached, its limits, what its errors mean.

Not here: anything about interactions or replies.
"""
