"""What spiders and pipelines must agree on, though neither imports the other: names, and how files are kept."""
