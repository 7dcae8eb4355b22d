"""The window: Qt widgets, divided by what a person does."""
