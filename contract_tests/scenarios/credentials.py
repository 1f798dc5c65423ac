"""A call without good credentials is refused, and refused means: nothing happened."""

from poolcontract.scenario import Credentials, Scenario, Step

_TOKENS: tuple[tuple[Credentials, str, str], ...] = (
    ("none", "no token", "no token"),
    ("empty", "no token", "an empty token"),
    ("wrong", "wrong token", "a token nobody was given"),
)

SCENARIOS = tuple(
    Scenario(
        id=f"{token}-token",
        proves=f"with {words} the call is refused, and the pool is still there",
        steps=(
            Step(credentials=token, refusal=refusal, expects=(401, 403)),
            Step(pool="same", expects=(200,)),
        ),
    )
    for token, refusal, words in _TOKENS
)
