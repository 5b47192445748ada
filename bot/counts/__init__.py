"""What parents ask, in numbers: counts by topic, week and län, never a word of a message, and nothing that one family could be seen in."""
