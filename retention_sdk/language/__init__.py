"""What a person reads, in the store's language.

A sentence is said in English, as `said("{plugin} gives nothing.", plugin=name)`, and remembers what it was made of. Who
shows it asks the voice of a language to say it again. The messages of each language are in `locale`, as gettext has it.
"""

from retention_sdk.language.sentences import N_, NN_, Amount, Said, Span, Word, both, counted, joined, said
from retention_sdk.language.voices import ENGLISH, LANGUAGES, voice_of

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "NN_",
    "N_",
    "Amount",
    "Said",
    "Span",
    "Word",
    "both",
    "counted",
    "joined",
    "said",
    "voice_of",
]
