"""Pure drawing: numbers to cells, without a widget."""
