"""The directory in the forms of others: one record, told as published standards want it. Never writes."""
