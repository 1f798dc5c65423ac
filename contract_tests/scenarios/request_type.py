"""The documented header of the request, in three spellings."""

from poolcontract.scenario import Scenario, Step

SCENARIOS = tuple(
    Scenario(
        id=f"header-{name}",
        proves=f"a request with the header {name} is served",
        source="Table 2, request-type",
        steps=(Step(headers=((name, value),), expects=(200,)),),
    )
    for name, value in (("request-type", "console"), ("Request-Type", "api"), ("REQUEST-TYPE", "0"))
)
