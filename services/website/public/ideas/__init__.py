"""Where ideas went."""
