"""The vocabulary: frozen values that pass between the steps. Nothing here computes a cost."""
