"""Reads source files: bytes in, facts of one file out, with processes, a cache and limits."""
