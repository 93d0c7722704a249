"""The wing of what all methods share: planning, changing and cancelling a gathering, its agenda and calendar entry."""
