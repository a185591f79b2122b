"""A team's own finished ports: a TOML file -> typed rows, and a row -> TOML. Opens no file."""
