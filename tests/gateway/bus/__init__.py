"""The bus, its two sides, and the contract that every way to carry it keeps."""
