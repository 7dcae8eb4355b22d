"""KAZOO in a box: Crossbar over real HTTP on sample data, and phones that answer real SIP calls."""
