"""The desk as a newcomer finds it: requests of the demonstration's people, lived through the services."""
