"""Everything that knows Qt: the desk, the kiosk, their widgets, charts and theme."""
