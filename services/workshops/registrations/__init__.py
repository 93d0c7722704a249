"""The wing of who comes: places by quota, the waiting list, and the only personal data of this service."""
