"""What the program brings along: icons, prompts, sample data."""
