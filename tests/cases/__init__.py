"""Stories of people with a painful calf, the answers they give, and how the check ought to end them."""
