"""KpiTables -> Charts: drawings as SVG text, with what they say in words and the figures they show."""
