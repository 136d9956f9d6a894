"""The command `furikaeri`: one module per command; arguments and exit codes, nothing else."""
