"""Lots and copies as correctors mark them; a mark has no time and no author."""
