"""What a device and a hub must agree on: row ids, clock stamps and the shape of a change on the wire.

Standard library only, so that a hub needs nothing of the desktop. What a change means for a table is the
store's business; who may see it is the hub's.
"""
