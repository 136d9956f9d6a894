"""The rules, one module a family; the first digit of a code is its family's."""
