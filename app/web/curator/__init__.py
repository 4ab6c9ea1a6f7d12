"""The desk of the person who keeps the texts."""
