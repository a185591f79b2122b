"""The one place that states the version; it sits below everything so that any layer may print it."""

VERSION = "0.1.0"
