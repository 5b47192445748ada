"""The overview for those who keep the content: what should be looked at again, and what parents ask."""
