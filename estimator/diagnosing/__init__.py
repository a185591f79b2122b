"""A path and what surrounds a run over it into a diagnosis, with a hint for each problem."""
