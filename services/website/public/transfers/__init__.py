"""Which city takes up what, and how far it has got."""
