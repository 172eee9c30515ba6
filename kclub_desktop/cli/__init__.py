"""`kclub …`: a file per command group. A command parses, calls a service and says the answer; rules live below."""
