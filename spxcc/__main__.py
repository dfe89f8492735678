"""Entry point of `python -m spxcc`."""

from spxcc.runtime.cli.main import main

if __name__ == "__main__":
    main()
