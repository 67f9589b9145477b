"""Clients from a CSV file: read (`sheet`), judged row by row (`judging`). Pure functions; `clients.actions.importing`
asks the database and writes."""
