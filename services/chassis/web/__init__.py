"""The kit for pages that website and gateway share."""
