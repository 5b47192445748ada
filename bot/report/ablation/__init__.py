"""What each part of the understanding brings: the same question asked with parts left out, exchanged or added."""
