"""Pages of the whole site, and what a load balancer asks."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache, caches
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from caselaw.models import Case
from caselaw.presenters.results import rows_for
from caselaw.search import coverage, engine
from caselaw.search.labels import labels_for
from caselaw.search.query import SearchQuery, Sort
from portal.core.caching import ForgivingCache
from portal.core.models import User
from portal.jobs.actions.workers import was_seen_lately
from portal.pages.samples import component_samples

RECENT = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what is here for whom, and show recent decisions."""
    query = SearchQuery(sort=Sort.NEWEST, limit=RECENT)
    result = engine.search(query)
    cases = Case.objects.published().for_results().in_bulk(result.case_ids)
    purposes = sorted(result.counts.get("purpose", {}).items(), key=lambda item: -item[1])[:6]
    names = labels_for({"purpose": {code for code, _ in purposes}})
    values = {
        "coverage": coverage.all_briefs(),
        "rows": rows_for([cases[pk] for pk in result.case_ids if pk in cases], query, frozenset()),
        "purposes": [(code, names.get(("purpose", code), code), count) for code, count in purposes],
    }
    return render(request, "pages/home.html", values)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what the portal is, what it is not, and how briefs are made."""
    return render(request, "pages/about.html", {"coverage": coverage.all_briefs()})


@login_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show staff every component of the interface in every state."""
    if not cast("User", request.user).is_staff:
        raise PermissionDenied
    return render(request, "pages/components.html", component_samples())


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that this process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether all that the portal stands on is there: database, migrations, broker, a worker seen lately."""
    checks = {name: check() for name, check in _CHECKS.items()}
    return JsonResponse(
        {"status": "ok" if all(checks.values()) else "not ready", "checks": checks},
        status=200 if all(checks.values()) else 503,
    )


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _is_migrated() -> bool:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _broker_answers() -> bool:
    try:
        if isinstance(default := caches["default"], ForgivingCache):
            return default.answers()
        cache.get("readyz")
    except (RedisError, OSError):
        return False
    return True


def _worker_was_seen() -> bool:
    return was_seen_lately(timezone.now())


_CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "migrations": _is_migrated,
    "broker": _broker_answers,
    "worker": _worker_was_seen,
}


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Allow crawling: what must not be listed says so itself, and a list here would only point to it."""
    lines = ("User-agent: *", "Disallow: /admin/", "Disallow: /api/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", "")
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers to the icon on pages that do not name it, such as the administration and JSON."""
    return redirect(static("img/icon.svg"))
