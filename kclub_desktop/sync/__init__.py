"""How this copy agrees with others: a file per step of the protocol, an endpoint per kind of other side."""
