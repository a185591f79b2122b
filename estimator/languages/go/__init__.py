"""What is peculiar to Go: file roles, manifests, constructs."""
