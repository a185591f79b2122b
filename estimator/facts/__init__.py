"""Facts of single files into facts of the repository, and those into JSON and back."""
