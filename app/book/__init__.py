"""Documents become directories of entries, once, and are kept current."""
