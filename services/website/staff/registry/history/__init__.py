"""What happened to an object of the registry: one page for all kinds, in the words of their forms."""
