"""The smallest valid objects for tests: no random values, fixed dates, states as traits."""
