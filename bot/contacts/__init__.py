"""Local and national contacts: the tables, how they are built from `data/contacts/`, and how they are looked up."""
