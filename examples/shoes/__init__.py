"""The smallest flow there is: one question, asked by a command of its own, beside all the real flows.

python -m examples.shoes
"""
