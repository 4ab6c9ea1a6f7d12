"""Circulars: read, index, find."""
