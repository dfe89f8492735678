"""One folder a panel: `view_model` decides words and numbers, `panel` seats them in a widget."""
