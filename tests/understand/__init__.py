"""The development set for reading free text, and how it is scored."""
