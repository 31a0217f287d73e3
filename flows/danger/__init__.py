"""Danger signs typed at any moment, and stories typed in one go."""
