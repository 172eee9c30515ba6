"""Payments as every figure of money reads them: SQL over PAYMENTS, where p is the payment and o its order, if it has one."""

PAYMENTS = 'payment p LEFT JOIN "order" o ON o.id = p."order"'
PAYER = "coalesce(p.member, o.member)"
# A correction takes back the fact it names: one below zero a payment, one above zero a refund.
CAME_IN = "((p.amount > 0) = (p.kind <> 'correction'))"
"""Is it money that came in, or the correction of such?"""
GIVEN_BACK = "((p.amount < 0) = (p.kind <> 'correction'))"
"""Is it money that was given back, or the correction of such?"""
TIMES = "(CASE p.kind WHEN 'correction' THEN -1 ELSE 1 END)"
"""How many payments it counts for."""
