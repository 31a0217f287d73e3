"""Ways in and out: one adapter a platform, none of which knows another."""
