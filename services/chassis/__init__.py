"""What every service needs and none should write: web edge, store, events, jobs, pages. No word of the domain."""
