"""The first start: finds a Python, makes .venv, installs the lock. Standard library only, readable by Python 3.6."""
