"""Values that pages and the API show, computed from loaded briefs without further queries."""
