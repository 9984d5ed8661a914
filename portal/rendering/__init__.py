"""Documents for paper: PDFs set by typst from data and templates."""
