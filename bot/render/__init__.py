"""Charts and pages as PNG and PDF, drawn in a process of their own because what draws them is slow to load.

Not here: what stands in them (`flows`), and which reply they go with (`bot.delivery.media`).
"""
