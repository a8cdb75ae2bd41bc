"""Ingest: network and foreign files become articles. Imports the store and plain values."""
