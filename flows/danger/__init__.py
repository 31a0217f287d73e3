"""Danger signs typed at any moment, and stories typed in one go.

How text is read is in `flows.understand`; who reads it first in `flows.turn`.
"""
