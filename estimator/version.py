"""The one place that states the version; below everything, so that any layer may print it."""

VERSION = "0.1.0"
