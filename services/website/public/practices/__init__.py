"""The library of practices."""
