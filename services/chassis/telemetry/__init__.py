"""How a process is watched: the trace of a request or event, its log, its figures. No business data in here."""
