"""Contract tests and schema validation for one vendor operation."""
