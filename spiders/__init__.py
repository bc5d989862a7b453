"""Ways in: the live site, web archives and folders of saved pages."""
