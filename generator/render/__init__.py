"""Pages from typed objects: Jinja2 -> plain Markdown, SVG and JSON, uri -> bytes."""
