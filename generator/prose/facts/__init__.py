"""What the prose of a report says in numbers: how much was published, asked, decided, in its own words.

Precision comes first: a number is a fact only where every word between it and the word that says what is counted is
one that the lookups know (``data/lookups/facts.yml``). What nobody listed is left out.
"""

from generator.prose.facts.read import read_facts

__all__ = ["read_facts"]
