"""The contract of adapters: one that keeps it, and one with each defect."""
