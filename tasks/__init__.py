"""How each step works: one package per step, small pure modules and one thin `task.py`."""
