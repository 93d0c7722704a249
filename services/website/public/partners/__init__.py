"""The organisations of the network, on a map and in a list."""
