"""The figures that a filing states, from its tables or its markup."""
