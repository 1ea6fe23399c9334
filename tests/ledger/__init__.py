"""Tests of the ledger: pure arithmetic over accounts and lots, without a database."""
