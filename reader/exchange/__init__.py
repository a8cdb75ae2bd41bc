"""Open formats in and out. One module per format; nothing is imported before it is needed."""
