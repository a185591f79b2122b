"""Stateful fakes of trackers on loopback, held to the official descriptions of their interfaces."""
