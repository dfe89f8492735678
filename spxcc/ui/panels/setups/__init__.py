"""The setups panel."""
