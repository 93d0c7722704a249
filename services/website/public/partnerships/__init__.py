"""The page of a Local Development Partnership: its partners, tables, published decisions and minutes."""
