"""The kiosk: one thing per screen, for members at an event's door."""
