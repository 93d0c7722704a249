"""Writing to the support desk, and reading its answers."""
