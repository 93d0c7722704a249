"""A package, so that the running platform is gone when its tests are over."""
