"""The open data set: its columns, and how it is written and read back."""

from generator.dataset.read import read_dataset
from generator.dataset.write import write_dataset

__all__ = ["read_dataset", "write_dataset"]
