"""Tests of `flows.whom`: a check for somebody else beside the person's own."""
