"""The safety questions before first aid, routines and the plan, and what may be offered to this person now."""
