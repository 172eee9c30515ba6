"""The parts of the Money page: a tab each, the inspector of an order, and the form for a new one."""
