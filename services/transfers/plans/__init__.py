"""Action Plans: a city's plan for a period, its states and how integrated it is."""
