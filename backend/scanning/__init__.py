"""From the sheets of a centre to the pages of a copy."""
