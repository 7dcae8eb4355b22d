"""The built-in SIP phone: typed messages to and from an engine in a process of its own."""
