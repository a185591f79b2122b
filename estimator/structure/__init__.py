"""What the facts say about shape: how far the code is spread, and where hot paths may be."""
