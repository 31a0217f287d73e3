"""What is given from outside before anything runs: the settings and the key file.

Not here: what is done with them. The store encrypts with the keys, the commands pass the settings on.
"""
