"""The contract of the strategies that ship: one suite of laws, run over a case of each."""
