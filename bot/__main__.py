"""`python -m bot` is `loa`."""

from bot.cli import main

if __name__ == "__main__":
    main()
