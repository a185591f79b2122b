"""The command line: options in, one pipeline call, text and an exit code out."""
