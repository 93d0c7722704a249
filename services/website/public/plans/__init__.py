"""The cities' Action Plans."""
