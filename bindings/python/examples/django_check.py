# SPDX-License-Identifier: Apache-2.0
"""A Django system check. Import it in an AppConfig's ready(); `manage.py check` then runs it."""
from django.core.checks import Error, Warning, register

import chainready


@register("security")
def root_stores(app_configs, **kwargs):
    """Can this process go on reaching the servers that it calls?"""
    report = chainready.ready()
    if report:
        return []
    if report.verdict == "broken":
        return [Error(report.summary, hint=str(report), id="chainready.E001")]
    return [Warning(report.summary, hint=str(report), id="chainready.W001")]
