"""A snapshot in, bytes out: the directory on paper and in other programs."""
