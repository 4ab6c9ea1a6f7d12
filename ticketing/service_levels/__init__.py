"""What the desk promises: opening hours, targets, and the clocks of each ticket."""
