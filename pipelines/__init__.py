"""From extractions to Parquet datasets: stage, validate, publish."""
