"""A call graph and what is hot in it -> components that can be cut out, and the cut around each."""
