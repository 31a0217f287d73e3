"""What is known of exercises, routines and first aid: who may do what, how much, and in which words.

The guided session is `flows.guided`.
"""
