"""Speed and memory beside the bot that `rasa init` makes: `make bench`."""
