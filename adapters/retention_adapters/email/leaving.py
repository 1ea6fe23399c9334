"""The page behind the link that ends advertising: to open it does nothing, its button does."""

from collections.abc import Mapping
from typing import Final

from jinja2.sandbox import ImmutableSandboxedEnvironment

WORDS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "en": (
        "No more offers by e-mail?",
        "Unsubscribe",
        "You are unsubscribed. What you must know, such as about your orders, still comes.",
        "This link is not one of ours. It may have been cut.",
    ),
    "cs": (
        "Už žádné nabídky e-mailem?",
        "Odhlásit",
        "Jste odhlášeni. Co potřebujete vědět, třeba o svých objednávkách, vám budeme psát dál.",
        "Tento odkaz není náš. Možná se cestou zkrátil.",
    ),
    "pl": (
        "Koniec z ofertami e-mailem?",
        "Wypisz się",
        "Nie będziemy już wysyłać ofert. To, co ważne, na przykład o zamówieniach, nadal przyjdzie.",
        "Ten link nie jest nasz. Może został ucięty.",
    ),
    "pt": (
        "Não quer mais ofertas por e-mail?",
        "Cancelar a subscrição",
        "A subscrição foi cancelada. O que precisa de saber, como das suas encomendas, continua a chegar.",
        "Esta ligação não é nossa. Pode ter sido cortada.",
    ),
}
"""The question, the button, what is said after it, and what is said of a link that is not ours."""

_PAGE = ImmutableSandboxedEnvironment(autoescape=True).from_string(
    """<!doctype html>
<html lang="{{ language }}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ store }}</title>
<style>
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4f0ea; color: #2b2622;
         font: 18px/1.55 Georgia, serif }
  main { background: #fff; padding: 2.5rem clamp(1.5rem, 8vw, 3rem); margin: 1rem; max-width: 26rem;
         border-radius: .5rem; text-align: center }
  h1 { font-size: 1.1rem; color: #6b4f3a; margin: 0 0 1rem }
  button { font: inherit; color: #fff; background: #6b4f3a; border: 0; border-radius: .3rem; padding: .6rem 1.4rem;
           cursor: pointer }
  button:hover, button:focus-visible { background: #4d3727 }
</style>
<main>
  <h1>{{ store }}</h1>
  <p>{{ told }}</p>
  {% if button %}<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">
  <button>{{ button }}</button></form>{% endif %}
</main>
"""
)


def page(store: str, language: str, *, done: bool, ours: bool) -> str:
    """The page.

    Args:
        store: what the store is called.
        language: of the page.
        done: whether the button was pressed.
        ours: whether the link is one of ours.

    Returns:
        HTML without scripts.
    """
    spoken = language if language in WORDS else "en"
    question, button, thanks, unknown = WORDS[spoken]
    told = unknown if not ours else thanks if done else question
    return _PAGE.render(store=store, language=spoken, told=told, button="" if done or not ours else button)
