"""The contract tests: point them at an endpoint, or run them against the built-in mock."""
