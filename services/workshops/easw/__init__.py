"""The wing of the European Awareness Scenario Workshop: its stages, the ideas of its groups, the vote."""
