"""What is peculiar to Rust: file roles, manifests, constructs."""
