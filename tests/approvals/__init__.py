"""Approvals: who is asked, who answers, and what people at the desk give."""
