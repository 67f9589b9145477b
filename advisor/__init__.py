"""The site: what every part of the product stands on. Imports nothing: the ground under `make run` begins here too."""
