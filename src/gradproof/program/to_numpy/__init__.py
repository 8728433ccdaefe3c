"""From operations to the text of NumPy code; the layout of the file is the templates' in codegen/numpy/."""
