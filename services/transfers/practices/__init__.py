"""Good practices: their sheets, and the gate to the public."""
