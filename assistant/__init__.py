"""For each message: an answer, a question, or a ticket."""
