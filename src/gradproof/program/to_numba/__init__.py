"""From operations to the text of compiled kernels; the layout of the file is the templates' in codegen/numba/."""
