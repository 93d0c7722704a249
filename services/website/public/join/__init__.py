"""Taking part in a gathering by its link."""
