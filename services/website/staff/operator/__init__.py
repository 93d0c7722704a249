"""The operator's pages: how each service fares, and the events that could not be applied."""
