"""How somebody signed in, in the reader's language."""

from django import template
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def method_words(method: str) -> str:
    words = {
        "password": pgettext("way of signing in", "Password"),
        "oidc": pgettext("way of signing in", "The company's sign-in"),
        "operator": pgettext("way of signing in", "The operator of the machine"),
    }
    return words.get(method, method)
