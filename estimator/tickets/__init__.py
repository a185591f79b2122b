"""Puts an estimate on a ticket: targets, the trackers' interfaces, and one way to write."""
