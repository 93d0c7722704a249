"""Pages of words: about, help, accessibility, privacy."""
