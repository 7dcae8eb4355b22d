"""`python -m app` is `namedial`."""

from app.cli import main

main()
