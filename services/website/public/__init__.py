"""The public pages: one folder a journey. They read projections only, so they stand when another service is down."""
