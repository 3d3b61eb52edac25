"""Parts, Items, notes: where in a filing something stands."""
