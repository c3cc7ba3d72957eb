"""Talks: announces to citizens, listens to them, and shows staff what they said."""
