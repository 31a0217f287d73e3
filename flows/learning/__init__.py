"""Reading about the subject: menus, topics and claims.

The topics are in `flows.subject`.
"""
