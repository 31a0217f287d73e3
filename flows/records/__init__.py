"""What was noted over the days: the log, /progress, and the page for a clinician."""
