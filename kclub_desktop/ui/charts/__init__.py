"""Charts, painted with QPainter: nothing to import, crisp at any scale, in the theme's colours."""
