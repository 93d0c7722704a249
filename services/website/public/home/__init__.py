"""The start page: what the network is, and for whom."""
