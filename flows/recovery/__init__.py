"""What is known of the way back to running: stages, criteria, norms and the 24-hour rule.

The conversation about it is `flows.way_back`.
"""
