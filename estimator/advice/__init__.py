"""Facts, prices and decided rules -> what a repository is for, and what to do."""
