"""What the datasets say about themselves: field metadata, data dictionaries, ``datapackage.json`` and ``croissant.json``."""
