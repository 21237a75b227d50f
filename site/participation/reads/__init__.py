"""What pages show: typed rows made from scoped query sets, in a number of queries that does not grow with the rows."""
