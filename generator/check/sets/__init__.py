"""What only all records together show, and how the untouched ones are seen beside the touched."""
