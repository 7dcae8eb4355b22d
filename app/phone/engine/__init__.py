"""The engine: a child process, and the only code that imports pjsua2 and miniaudio."""
