"""Transfers: a practice on its way from the city that has it to one that takes it up."""
