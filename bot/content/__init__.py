"""The answers: how `data/answers/` is read and what it becomes."""
