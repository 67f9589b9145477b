"""The large town that lists and acts are measured on; only with DEBUG or TESTING."""
