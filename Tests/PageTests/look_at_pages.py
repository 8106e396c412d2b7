"""Looks at pages in a headless Chromium as people do, and writes down what it saw.

usage: look_at_pages.py REQUEST ANSWER

REQUEST is a JSON file: {"chromium": path, "screenshots": folder or null, "pages": [{"name", "url", "width", "scheme",
"script"}], "visits": {"sorting": url, "keyboard": url, ...}}. ANSWER gets {"pages": [...], "visits": {...}}.
"""

import json
import os
import sys
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import sync_playwright

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def names(page):
    return page.locator("table.teams tbody th a").all_inner_texts()


def new_page(browser, messages, width=1280, scheme="light", script=True):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: messages.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (messages.append("a dialog opened"), dialog.dismiss()))
    page.on("requestfailed", lambda request: messages.extend(failure(request)))
    return page


def failure(request):
    """Who leaves a page gives up what it was still loading, such as the icon: that is no failure."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url} {request.failure}"]


def look(browser, case, folder):
    messages = []
    page = new_page(browser, messages, case["width"], case["scheme"], case["script"])
    response = page.goto(case["url"])
    if folder:
        page.screenshot(path=os.path.join(folder, case["name"] + ".png"), full_page=True)
    found = {"violations": [], "testEngine": {"version": ""}}
    # Where scripts are switched off, axe-core has no timers either.
    if case["script"]:
        page.evaluate(AXE)
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS)
    answer = {
        "name": case["name"],
        "status": response.status,
        "messages": messages,
        "violations": [
            f"{v['id']}: {n['html'][:200]} {n['failureSummary']}" for v in found["violations"] for n in v["nodes"][:3]
        ],
        "rules": found["testEngine"]["version"],
        "pageWidth": page.evaluate("document.documentElement.scrollWidth"),
        "width": page.evaluate("window.innerWidth"),
        "teams": len(names(page)),
        "scripts": page.locator("script").count(),
        "background": page.evaluate("getComputedStyle(document.body).backgroundColor"),
        "hasRefreshButton": page.locator("#refresh button").count() == 1,
    }
    page.context.close()
    return answer


def sorting(browser, url):
    """Sorts by a click: the page stays, only its table changes."""
    messages = []
    page = new_page(browser, messages)
    page.goto(url)
    page.evaluate("window.stayed = true")
    before = names(page)
    page.click("#sort-spent")
    page.wait_for_selector("th[aria-sort=descending] #sort-spent")
    descending = names(page)
    focused = page.evaluate("document.activeElement.id")
    page.keyboard.press("Enter")
    page.wait_for_selector("th[aria-sort=ascending] #sort-spent")
    ascending = names(page)
    chosen = page.input_value("#sort")
    page.select_option("#sort", "team")
    page.wait_for_selector("th[aria-sort=ascending] #sort-team")
    answer = {
        "before": before, "descending": descending, "ascending": ascending, "byName": names(page), "focused": focused,
        "chosen": chosen, "address": page.evaluate("location.search"), "stayed": page.evaluate("window.stayed === true"),
        "messages": messages,
    }
    page.go_back()
    page.wait_for_selector("th[aria-sort=ascending] #sort-spent")
    page.context.close()
    return answer


def sorting_without_script(browser, url):
    messages = []
    page = new_page(browser, messages, script=False)
    page.goto(url)
    page.click("#sort-spent")
    page.wait_for_selector("th[aria-sort=descending] #sort-spent")
    descending = names(page)
    page.fill("#q", "team-1")
    page.click("form button")
    page.wait_for_selector("text=with “team-1”")
    answer = {"descending": descending, "found": names(page), "messages": messages}
    page.context.close()
    return answer


def refreshing(browser, url):
    """Half a minute passes while somebody types a search far down the page."""
    messages = []
    requests = []
    page = new_page(browser, messages)
    page.clock.install()
    page.goto(url)
    page.on("request", lambda request: requests.append(request.resource_type))
    page.locator("summary", has_text="Keys").click()
    page.evaluate("document.querySelector('#state').dataset.old = 'yes'")
    page.evaluate("document.querySelector('#board > .found').dataset.told = 'yes'")
    page.fill("#q", "not sent yet")
    page.evaluate("window.scrollTo(0, 400)")
    page.clock.run_for(31_000)
    page.wait_for_selector("#state:not([data-old])")
    answer = {
        "requests": requests,
        "typed": page.input_value("#q"),
        "focused": page.evaluate("document.activeElement.id"),
        "scrolled": page.evaluate("window.scrollY"),
        "staysOpen": page.evaluate("[...document.querySelectorAll('details[open] > summary')].length > 0"),
        "keepsStatus": page.locator("#board > .found[data-told] + .scroll table.teams").count() == 1,
    }
    page.click("#refresh button")
    requests.clear()
    page.clock.run_for(120_000)
    answer["afterStop"] = list(requests)
    page.click("#refresh button")
    page.route("**/*", lambda route: route.abort())
    messages.clear()
    page.clock.run_for(31_000)
    page.wait_for_selector("text=The exporter does not answer")
    answer["teamsLeft"] = len(names(page))
    page.context.close()
    return answer


def searching(browser, url):
    messages = []
    page = new_page(browser, messages)
    page.goto(url)
    page.evaluate("window.stayed = true")
    page.fill("#q", "growth")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=2 teams with “growth”")
    answer = {
        "found": names(page), "focused": page.evaluate("document.activeElement.id"),
        "address": page.evaluate("location.search"), "stayed": page.evaluate("window.stayed === true"),
        "messages": messages,
    }
    page.click("text=Show all")
    page.wait_for_selector("text=40 teams")
    answer["typed"] = page.input_value("#q")
    page.context.close()
    return answer


def keyboard(browser, url):
    """Goes through the page by the Tab key alone."""
    messages = []
    page = new_page(browser, messages)
    page.goto(url)
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    isShown = page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    page.wait_for_selector("main:focus")
    page.goto(url)
    wanted = page.evaluate("""() => {
        const all = document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']");
        const shown = [...all].filter((e) => !e.closest("details:not([open]) > :not(summary)"));
        shown.forEach((e, i) => { e.dataset.number = i; });
        return shown.length;
    }""")
    reached = set()
    invisible = []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        number, outline, text = page.evaluate("""() => {
            const e = document.activeElement;
            return [e.dataset.number || "", getComputedStyle(e).outlineStyle, e.outerHTML.slice(0, 120)];
        }""")
        if number:
            reached.add(number)
            if outline == "none":
                invisible.append(text)
    page.context.close()
    return {
        "first": first, "firstIsShown": isShown, "wanted": wanted, "reached": len(reached),
        "withoutOutline": invisible, "messages": messages,
    }


VISITS = {
    "sorting": sorting, "sortingWithoutScript": sorting_without_script, "refreshing": refreshing,
    "searching": searching, "keyboard": keyboard,
}


def main():
    request = json.loads(Path(sys.argv[1]).read_text())
    with sync_playwright() as playwright:
        # Without a sandbox of its own, as root, and on machines whose kernels do not let users have one.
        browser = playwright.chromium.launch(executable_path=request["chromium"], args=["--no-sandbox"])
        answer = {
            "pages": [look(browser, case, request["screenshots"]) for case in request["pages"]],
            "visits": {name: VISITS[name](browser, url) for name, url in request["visits"].items()},
        }
        browser.close()
    Path(sys.argv[2]).write_text(json.dumps(answer))


main()
