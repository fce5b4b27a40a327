"""A program that knows nothing of this project but the address of a site: `stranger.py ADDRESS`.

It does what a chatbot has to, with the standard library alone: shows the terms in force, knows who
has to accept again, cites a clause, notices a change before it takes force, and proves later what
was shown. It prints what it found as JSON.
"""

import hashlib
import json
import sys
import xml.etree.ElementTree as ElementTree
from urllib.request import urlopen


def fetch(address: str) -> bytes:
    with urlopen(address, timeout=10) as answer:
        return bytes(answer.read())


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


root = sys.argv[1]
terms = json.loads(fetch(f"{root}terms.json"))
# The tests' site says another address than it is served at.
public = terms["$schema"].removesuffix("terms.schema.json")


def follow(address: str) -> bytes:
    return fetch(root + address.removeprefix(public))


found: dict[str, object] = {}
document = terms["documents"][0]
current = document["current"]
language = document["governing_language"]

# Show the terms in force.
text = current["texts"][language]
shown = follow(text["markdown_url"])
found["shown"] = shown.decode()[:40]
found["is_whole"] = hashlib.sha256(shown).hexdigest() == text["sha256"]

# Know who has to accept again.
found["asks"] = {
    accepted: number(accepted) < number(current["accept_since"])
    for accepted in ("1.0", current["accept_since"], current["version"])
}

# Cite a clause.
version = json.loads(follow(text["json_url"]))
clauses = version["texts"][language]["clauses"]
clause = next(one for one in clauses if one["number"] == "2.1")
found["cited"] = {"text": clause["text"], "at": f"{text['html_url']}#{clause['id']}"}
found["clause_is_of_the_text"] = clause["markdown"] in shown.decode()

# Notice a change before it takes force.
coming = document["upcoming"][0]
found["announced"] = {name: coming[name] for name in ("version", "effective_from")}
found["is_ahead"] = coming["effective_from"] > terms["as_of"]
pairs = json.loads(follow(document["versions_url"]))["comparisons"]
pair = next(
    one for one in pairs if (one["older"], one["newer"]) == (current["version"], coming["version"])
)
found["changes"] = json.loads(follow(pair["url"]))["languages"][language]["counts"]
feed = ElementTree.fromstring(follow(document["feed_url"][language]))
found["entries"] = len(feed.findall("{http://www.w3.org/2005/Atom}entry"))

# Prove later what was shown: what was kept is the version and the hash.
kept = (document["id"], current["version"], language, text["sha256"])
versions = json.loads(follow(document["versions_url"]))["versions"]
then = next(one for one in versions if one["version"] == kept[1])
again = follow(then["texts"][kept[2]]["markdown_url"])
found["proved"] = hashlib.sha256(again).hexdigest() == kept[3]

print(json.dumps(found))
