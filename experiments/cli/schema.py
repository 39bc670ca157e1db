"""`tiaokuai schema`: the JSON schema of a scenario file."""

from __future__ import annotations

import click

from experiments.cli.speaking import print_json


@click.command("schema")
def schema_command() -> None:
    """Print the JSON schema of a scenario file.

    \b
    Example: tiaokuai schema > scenario.schema.json
    """
    from conf.schema import ScenarioFile

    print_json(ScenarioFile.model_json_schema())
