"""The directory on paper, from the window."""
