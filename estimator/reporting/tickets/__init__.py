"""Turns a report into the block that a ticket shows, in the markup of its tracker."""
