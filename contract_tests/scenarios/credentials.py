"""A call without good credentials is refused, and refused means: nothing happened.

A token that has expired cannot be made, only waited for: who has kept one gives it to a run of its own, which
is to end without a verdict.
"""

from poolcontract.scenario import Credentials, Scenario, Step

_TOKENS: tuple[tuple[Credentials, str, str], ...] = (
    ("none", "no token", "no token"),
    ("empty", "no token", "an empty token"),
    ("wrong", "wrong token", "a token nobody was given"),
)
_SOURCE = "decision A57"
_CONSOLE = (("request-type", "console"),)
_OFTEN = 3

SCENARIOS = (
    *(
        Scenario(
            id=f"{token}-token",
            proves=f"with {words} the call is refused, and the pool is still there",
            source=_SOURCE,
            steps=(
                Step(credentials=token, refusal=refusal, expects=(401, 403)),
                Step(pool="same", expects=(200,)),
            ),
        )
        for token, refusal, words in _TOKENS
    ),
    Scenario(
        id="no-token-from-the-console",
        proves="a call that says that it comes from the console needs a token like any other",
        source=_SOURCE,
        steps=(
            Step(credentials="none", headers=_CONSOLE, refusal="no token", expects=(401, 403)),
            Step(pool="same", expects=(200,)),
        ),
    ),
    Scenario(
        id="wrong-token-again",
        proves=f"with {_OFTEN} wrong tokens, one after the other, every call is refused",
        source=_SOURCE,
        steps=(
            Step(credentials="wrong", refusal="wrong token", expects=(401, 403)),
            *(Step(pool="same", credentials="wrong", refusal="wrong token", expects=(401, 403)),)
            * (_OFTEN - 1),
            Step(pool="same", expects=(200,)),
        ),
    ),
)
