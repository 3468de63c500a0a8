"""Registers the portal's templates, tags and static files with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kaas.portal"
    label = "portal"
