"""Two states of a repository and a policy into findings, decisions and the exit code."""
