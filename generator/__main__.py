"""The command line; ``python -m generator`` is the same program as ``gongkai``."""

from generator.commands.main import main

if __name__ == "__main__":
    main()
