"""The ground the site stands on in development and in tests: PostgreSQL, Valkey and its processes, not installed."""
