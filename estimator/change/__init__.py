"""Two states of a repository, as values, into what lies between them. Pure."""
