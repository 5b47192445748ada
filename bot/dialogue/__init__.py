"""What of Rasa is ours: the private channel, the forgetful tracker store, the importer of answers, the buttons' payloads."""
