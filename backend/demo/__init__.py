"""The demonstration session: its rows, and the pages drawn for it."""
