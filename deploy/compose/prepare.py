"""Makes the exporter's key and something to watch at a fresh LiteLLM; does nothing where that is done already.

    prepare.py FOLDER   writes FOLDER/exporter (the key that may only read) and FOLDER/load.json (for load.py)
"""

import json
import os
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

URL = os.environ["LITELLM_URL"].rstrip("/")
MASTER_KEY = os.environ["LITELLM_MASTER_KEY"]

# What the least key for the exporter may ask: README.md, "The key", and `--poll.users`, `--poll.customers`.
ROUTES = ["/v2/team/list", "/team/info", "/key/list", "/key/info", "/v2/user/info", "/user/list", "/customer/list"]

# Budgets in dollars, and what is to be spent a minute: one that lasts, one that ends in hours, one that is soon used up,
# one that has none.
TEAMS = [
    {"team_id": "research", "team_alias": "Research", "max_budget": 60, "budget_duration": "30d", "pace": 0.002},
    {"team_id": "support", "team_alias": "Support assistant", "max_budget": 12, "budget_duration": "1d", "pace": 0.05},
    {"team_id": "marketing", "team_alias": "Marketing copy", "max_budget": 1, "budget_duration": "7d", "pace": 0.2},
    {"team_id": "legal", "team_alias": "Legal review", "max_budget": 20, "soft_budget": 0.2, "budget_duration": "30d",
     "pace": 0.03},
    {"team_id": "platform", "team_alias": "Platform", "pace": 0.01},
]


def call(method, path, body=None, key=MASTER_KEY):
    request = urllib.request.Request(
        URL + path,
        method=method,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        data=None if body is None else json.dumps(body).encode(),
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def make(path, body):
    """Makes something that an earlier run may have made already."""
    try:
        return call("POST", path, body)
    except urllib.error.HTTPError as error:
        text = error.read().decode(errors="replace")
        if error.code not in (400, 409) or "exist" not in text:
            raise SystemExit(f"{path} answered {error.code}: {text}") from error


def make_key(body):
    """Makes a key, in place of one of that alias whose text nobody knows any more."""
    aliases = call("GET", "/key/list?" + urllib.parse.urlencode({"key_alias": body["key_alias"]}))
    if aliases["keys"]:
        call("POST", "/key/delete", {"key_aliases": [body["key_alias"]]})
    return call("POST", "/key/generate", body)["key"]


def works(key):
    try:
        return bool(call("GET", "/v2/team/list?page=1&page_size=1", key=key)["teams"])
    except urllib.error.HTTPError:
        return False


def write(path, text):
    # Whoever runs the exporter in its container has to read it, and that is not who runs this.
    path.unlink(missing_ok=True)
    path.write_text(text)
    path.chmod(0o444)


def main():
    folder = pathlib.Path(sys.argv[1])
    key_file = folder / "exporter"
    if key_file.exists() and (folder / "load.json").exists() and works(key_file.read_text()):
        return print("prepared already")

    make("/user/new", {"user_id": "budget-exporter", "user_role": "proxy_admin_viewer", "auto_create_key": False})
    reader = make_key({"user_id": "budget-exporter", "key_alias": "budget-exporter", "max_budget": 0, "allowed_routes": ROUTES})
    load = []
    for team in TEAMS:
        pace = team.pop("pace")
        make("/team/new", team)
        for person, share in (("ada", 0.7), ("grace", 0.3)):
            key = make_key({
                "team_id": team["team_id"], "key_alias": f"{team['team_id']}-{person}",
                "max_budget": team.get("max_budget", 10) * 0.8, "budget_duration": "30d",
            })
            load.append({"key": key, "model": "large" if pace > 0.02 else "small", "usd_a_minute": pace * share})
    make("/customer/new", {"user_id": "acme", "max_budget": 5})
    load[0]["customer"] = "acme"
    write(folder / "load.json", json.dumps(load))
    write(key_file, reader)
    print(f"{len(TEAMS)} teams, {len(load)} keys")


main()
