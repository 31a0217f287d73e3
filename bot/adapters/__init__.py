"""Ways in and out: one adapter a platform, none of which knows another.

An adapter translates: what a person did becomes an `Intake`, a `Delivery` becomes messages. Not here: what is said, what is
stored, and when something is sent again.
"""
