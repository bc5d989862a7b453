"""Vietnamese text, numbers and dates: pure functions of str, usable as a library."""
