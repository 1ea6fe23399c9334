"""Tests of the guards, one small file each."""
