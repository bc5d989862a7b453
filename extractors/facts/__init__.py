"""What an article states: figures, dates and policy references."""
