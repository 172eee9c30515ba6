"""A person's own say over their data: which rows are theirs, erasing them everywhere, and that they stay erased.

What is exported of a person is import_export's business, how long data is kept community's; both ask belonging.py.
"""
