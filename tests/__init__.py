"""The project's tests, and the test site they share."""
