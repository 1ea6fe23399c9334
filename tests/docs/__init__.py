"""The documentation is held against the code; its blocks are run by `make docs`."""
