"""Pages, HTTP API and widget."""
