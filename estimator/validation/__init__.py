"""Finished ports -> how wrong each way of predicting them would have been."""
