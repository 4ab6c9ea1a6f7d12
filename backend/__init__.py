"""The reference correction and mission backend: its own tables, API and pages. Imports nobody."""
