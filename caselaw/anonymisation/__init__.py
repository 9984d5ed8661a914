"""Find what could tell who a victim is: names, dates of birth, numbers, addresses. Pure functions over texts."""
