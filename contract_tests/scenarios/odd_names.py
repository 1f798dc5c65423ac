"""Odd spellings of a living pool's name mean no pool; the living neighbour that they resemble stays."""

from collections.abc import Callable

from poolcontract.scenario import Scenario, Step

_SPELLINGS: dict[str, Callable[[str], str]] = {
    "upper-case": str.upper,
    "prefix": lambda name: name[:-1],
    "longer": lambda name: name + "0",
    "blank-behind": lambda name: name + "%20",
    "blank-before": lambda name: "%20" + name,
    "nul-behind": lambda name: name + "%00",
    "line-break-behind": lambda name: name + "%0D%0A",
    "slash-behind": lambda name: name + "%2F",
    "dots-before": lambda name: "..%2F" + name,
    "dot-segment": lambda name: ".%2F" + name,
    "twice-encoded": lambda name: name.replace("-", "%252D", 1),
    "quoted": lambda name: f"%22{name}%22",
    "wildcard": lambda name: name[:4] + "*",
    "list": lambda name: name + "," + name,
    "full-width": lambda name: name[:-1] + "%EF%BC%90",
    "right-to-left": lambda name: "%E2%80%AE" + name,
    "very-long": lambda name: name + "0" * 1024,
    "empty": lambda _: "",
    "dot": lambda _: ".",
    "two-dots": lambda _: "..",
    "encoded-two-dots": lambda _: "%2E%2E",
    "bad-encoding": lambda name: name + "%ZZ",
}

SCENARIOS = (
    *(
        Scenario(
            id=f"name-{spelling}",
            proves=f"the spelling “{spelling}” of a living pool's name deletes nothing",
            steps=(
                Step(segment=segment, refusal="name", expects=(400, 404, 405, 414)),
                Step(pool="same", expects=(200,)),
            ),
        )
        for spelling, segment in _SPELLINGS.items()
    ),
    Scenario(
        id="other-project",
        proves="the name of a living pool means nothing in another project",
        steps=(
            Step(project="other", refusal="name", expects=(403, 404)),
            Step(pool="same", expects=(200,)),
        ),
    ),
)
