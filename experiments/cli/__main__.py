"""`python -m experiments.cli` is `tiaokuai`."""

from experiments.cli.app import main

main()
