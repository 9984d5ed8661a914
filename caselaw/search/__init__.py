"""Search over published briefs, behind a narrow interface: `engine.search(SearchQuery) -> SearchResult`.

The index holds published briefs only, written in the transaction that publishes or hides; so whatever reads from it
(results, counts, suggestions) shows nobody more than `Case.objects.published()` does.
"""
