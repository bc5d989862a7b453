"""What people type and import: the command line, queries, exports, the explorer."""
