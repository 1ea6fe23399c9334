"""The version of the hook contract: what it is, who was built for which, and what is made of older and newer ones."""
