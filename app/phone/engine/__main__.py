"""Start the engine: `python -m app.phone.engine`, commands on stdin, events on stdout."""

from app.phone.engine.start import main

if __name__ == "__main__":
    main()
