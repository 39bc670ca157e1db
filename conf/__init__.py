"""All numbers of the project, and the schema that they are held to."""
