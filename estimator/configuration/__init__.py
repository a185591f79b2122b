"""Options, environment and `estimator.toml` into one effective configuration with origins."""
