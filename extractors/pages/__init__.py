"""From HTML or saved plain text to the parts of an article."""
