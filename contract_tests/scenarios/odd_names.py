"""Odd spellings of a living pool's name mean no pool; the living neighbour that they resemble stays."""

from collections.abc import Callable
from urllib.parse import quote

from poolcontract.scenario import Scenario, Step

_SOURCE = "Table 1, pool_name"
_FULL_WIDTH = 0xFEE0
"""What the full-width form of a character lies behind it."""

_SPELLINGS: dict[str, Callable[[str], str]] = {
    "upper-case": str.upper,
    "prefix": lambda name: name[: len(name) // 2],  # without its last letter pool-10 would be pool-1
    "longer": lambda name: name + "-longer",
    "blank-behind": lambda name: name + "%20",
    "blank-before": lambda name: "%20" + name,
    "plus-behind": lambda name: name + "+",
    "nul-behind": lambda name: name + "%00",
    "tab-behind": lambda name: name + "%09",
    "line-break-behind": lambda name: name + "%0D%0A",
    "delete-behind": lambda name: name + "%7F",
    "slash-behind": lambda name: name + "%2F",
    "backslash-behind": lambda name: name + "%5C",
    "step-behind": lambda name: name + "/x",
    "dot-behind": lambda name: name + ".",
    "parameter-behind": lambda name: name + ";x=1",
    "question-behind": lambda name: name + "%3Fx=1",
    "fragment-behind": lambda name: name + "%23x",
    "dots-before": lambda name: "..%2F" + name,
    "dot-segment": lambda name: ".%2F" + name,
    "twice-encoded": lambda name: f"%25{ord(name[0]):X}{name[1:]}",
    "quoted": lambda name: f"%22{name}%22",
    "wildcard": lambda name: name[:4] + "*",
    "pattern": lambda name: name[:4] + "%25",
    "condition": lambda name: name + "%27%20OR%20%271%27=%271",
    "format-behind": lambda name: name + ".json",
    "other-dashes": lambda name: name.translate(str.maketrans("-_.", "_--")),
    "list": lambda name: name + "," + name,
    "full-width": lambda name: name[:-1] + quote(chr(ord(name[-1]) + _FULL_WIDTH)),
    "combined-letter": lambda name: name + "%CC%81",
    "no-utf-8": lambda name: name + "%FF",
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
            source=_SOURCE,
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
        source="Table 1, project_id",
        steps=(
            Step(project="other", refusal="name", expects=(403, 404)),
            Step(pool="same", expects=(200,)),
        ),
    ),
)
