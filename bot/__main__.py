"""Runs `python -m bot`; the commands are in `bot.cli.app`."""

from __future__ import annotations

from bot.cli.app import main

if __name__ == "__main__":
    main()
