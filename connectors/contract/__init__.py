"""A suite of checks that any backend must pass to stand behind the published contract."""
