"""The top, imported by nobody: reads the command line, opens a library, builds the Session, starts desk, kiosk or tour."""
