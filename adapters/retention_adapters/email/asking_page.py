"""The page behind the link of a survey: a scored question, an open one, and a button."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen
from jinja2.sandbox import ImmutableSandboxedEnvironment

from retention_adapters.email.asking import Asked
from retention_adapters.email.rendering import questions
from retention_adapters.email.templates import Templates

WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "en": ("Send", "Thank you. We read every answer.", "{least}: not at all, {most}: very much"),
    "cs": ("Odeslat", "Děkujeme. Čteme každou odpověď.", "{least}: vůbec ne, {most}: rozhodně ano"),
    "pl": ("Wyślij", "Dziękujemy. Czytamy każdą odpowiedź.", "{least}: wcale nie, {most}: zdecydowanie tak"),
    "pt": ("Enviar", "Obrigado. Lemos todas as respostas.", "{least}: de modo nenhum, {most}: sem dúvida"),
}
"""The button, what is said after it, and what the ends of the scale mean."""

_PAGE = ImmutableSandboxedEnvironment(autoescape=True).from_string(
    """<!doctype html>
<html lang="{{ language }}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>{{ store }}</title>
<style>
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4f0ea; color: #2b2622;
         font: 18px/1.55 Georgia, serif }
  main { background: #fff; padding: 2.5rem 3rem; max-width: 34rem; border-radius: .5rem }
  h1 { font-size: 1.1rem; color: #6b4f3a; margin: 0 0 1rem }
  fieldset { border: 0; margin: 0; padding: 0 }
  fieldset div { display: flex; flex-wrap: wrap; gap: .3rem }
  label.score { padding: .3rem .5rem; border: 1px solid #cbbfb0; border-radius: .3rem }
  small { color: #6d635a }
  textarea { width: 100%; box-sizing: border-box; font: inherit; margin: .3rem 0 1rem }
  button { font: inherit; color: #fff; background: #6b4f3a; border: 0; border-radius: .3rem; padding: .6rem 1.4rem }
</style>
<main>
  <h1>{{ store }}</h1>
  {% if done %}<p>{{ thanks }}</p>{% else %}
  <form method="post">
    <fieldset>
      <legend>{{ scored }}</legend>
      <div>{% for score in scores %}<label class="score"><input type="radio" name="score" value="{{ score }}"
        {%- if score == chosen %} checked{% endif %}> {{ score }}</label>{% endfor %}</div>
      <small>{{ ends }}</small>
    </fieldset>
    <p><label>{{ open }}<textarea name="text" rows="4" maxlength="4000"></textarea></label></p>
    <button>{{ button }}</button>
  </form>{% endif %}
</main>
"""
)


@frozen
class AskingPage:
    """Shows what is asked.

    Args:
        templates: where the questions are: `NAME_page`, beside the message `NAME` that asks.
        store: what the store is called.
        language: of those who have told none.
    """

    templates: Templates
    store: str
    language: str

    def show(self, asked: Asked, chosen: str, *, done: bool) -> str:
        """The page.

        Args:
            asked: who is asked what; a link that is not ours looks the same.
            chosen: the score that the link has.
            done: whether the button was pressed.

        Returns:
            HTML without scripts.
        """
        languages = [one for one in (asked.language, self.language, "en") if one]
        spoken = next(one for one in languages if one in WORDS)
        button, thanks, ends = WORDS[spoken]
        scored, open_one = questions(self.templates, f"{asked.template}_page", languages, self.store)
        return _PAGE.render(
            store=self.store,
            language=spoken,
            done=done,
            thanks=thanks,
            scored=scored,
            open=open_one,
            scores=asked.scores,
            chosen=asked.score_in(chosen),
            ends=ends.format(least=asked.scores[0], most=asked.scores[-1]),
            button=button,
        )
