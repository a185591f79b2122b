"""Finds what is there: a folder on disk, with or without git, into a `Tree`. Parses nothing."""
