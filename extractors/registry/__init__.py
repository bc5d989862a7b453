"""Known names as data: one TOML file per code list, with examples, and the look-up of all of them."""
