"""Prices and the unit graph into the ordered waves of a migration. Pure."""
