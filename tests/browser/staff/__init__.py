"""A package, so that the network is gone when its tests are over."""
