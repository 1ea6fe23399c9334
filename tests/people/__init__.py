"""Merging, exporting and forgetting together with everything else that a customer may have."""
