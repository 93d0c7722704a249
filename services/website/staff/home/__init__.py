"""The first page for staff: what they may do, and what waits for them."""
