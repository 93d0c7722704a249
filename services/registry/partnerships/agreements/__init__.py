"""What the partners signed: on which day, until when, and which share of them makes a quorum."""
