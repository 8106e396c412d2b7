"""Asks a LiteLLM's made-up models, so that something moves: each key of FOLDER/load.json spends at its own pace.

    load.py FOLDER
"""

import heapq
import json
import os
import pathlib
import sys
import time
import urllib.error
import urllib.request

URL = os.environ["LITELLM_URL"].rstrip("/")
# What a question costs by litellm.yaml, about: some 80 tokens to read and the answer of the model.
USD_A_QUESTION = {"small": 0.009, "large": 0.18}
# A key that is refused is tried now and then, to see its budget renewed.
REST_AFTER_REFUSAL = 60


def ask(key):
    body = {"model": key["model"], "messages": [{"role": "user", "content": "What is left of the budget? " * 6}]}
    if "customer" in key:
        body["user"] = key["customer"]
    request = urllib.request.Request(
        URL + "/v1/chat/completions",
        headers={"Authorization": f"Bearer {key['key']}", "Content-Type": "application/json"},
        data=json.dumps(body).encode(),
    )
    try:
        urllib.request.urlopen(request, timeout=30).read()
        return 60 * USD_A_QUESTION[key["model"]] / key["usd_a_minute"]
    except (urllib.error.URLError, TimeoutError) as error:
        print(f"refused: {getattr(error, 'reason', error)}", flush=True)
        return REST_AFTER_REFUSAL


def main():
    keys = json.loads((pathlib.Path(sys.argv[1]) / "load.json").read_text())
    turns = [(time.monotonic(), number) for number in range(len(keys))]
    heapq.heapify(turns)
    while True:
        due, number = heapq.heappop(turns)
        time.sleep(max(0, due - time.monotonic()))
        heapq.heappush(turns, (time.monotonic() + ask(keys[number]), number))


main()
