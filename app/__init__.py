"""Settings, database session, assembly, sign-in, HTTP API, pages, widget, worker and command line."""
