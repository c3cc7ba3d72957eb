"""The one page of `loa sandbox`: a phone, the portal and what the office sees, side by side."""
