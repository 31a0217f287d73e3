"""Readings of labels: what people tick when all they see is the question and its labels."""
