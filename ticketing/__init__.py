"""Tickets, their events and what leaves the house because of them."""
