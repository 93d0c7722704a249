"""Three small services that run as real processes: notes are written, a clerk stamps letters, a listener counts."""
