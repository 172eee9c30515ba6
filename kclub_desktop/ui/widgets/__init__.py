"""Pieces that more than one page is made of; they know no rule and no SQL."""
