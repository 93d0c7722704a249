"""The measures of an Action Plan, with the origin that each keeps for ever."""
