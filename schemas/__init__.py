"""What the data is: tables, columns, row rules, expectation suites, settings."""
