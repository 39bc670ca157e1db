"""Lists: tables of people, functions, sites and points, as they lie in spreadsheets."""
