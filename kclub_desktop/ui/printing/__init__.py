"""What goes on paper, by Qt's own PDF writer; without a window too, as from the command line."""
