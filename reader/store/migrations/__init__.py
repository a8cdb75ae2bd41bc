"""What each version of the library added to the first, as SQL; `schema` says in which order."""
