"""What a person reads of a run: in the terminal and in the Prefect UI."""
