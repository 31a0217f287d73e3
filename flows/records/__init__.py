"""What was noted over the days: the log, /progress, and the page for a clinician.

How a chart or a page is drawn is in `bot.render`.
"""
