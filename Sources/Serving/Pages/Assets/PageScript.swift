/// What a browser may do besides: sorting, searching and paging without loading the whole page, and keeping it fresh.
///
/// All order is made by the server, for a page may hold a part of the teams only; without the script links and the form do
/// the same. While it is fetched nothing moves: the place in the page, the focus and a search that is being typed stay.
enum PageScript {
    static let source = """
        "use strict";
        (() => {
            const parts = ["state", "board", "others"];
            const interval = 30000;
            let turn = 0;
            let refreshes = true;
            let failed = false;
            let address = location.pathname + location.search;

            const tools = document.createElement("div");
            const button = document.createElement("button");
            const note = document.createElement("span");
            tools.id = "refresh";
            button.type = "button";
            note.setAttribute("role", "status");
            button.addEventListener("click", () => {
                refreshes = !refreshes;
                tell();
            });
            tools.append(note, button);
            const header = document.querySelector("header");
            if (header) header.append(tools);

            function tell() {
                button.textContent = refreshes ? "Stop refreshing" : "Refresh every 30 s";
                const words = failed ? "The exporter does not answer; this is what it told last." : "";
                if (note.textContent !== words) note.textContent = words;
            }

            /// What a screen reader tells by itself of a part.
            function told(part) {
                return [...part.children].find((child) => child.matches("[role=alert], [role=status]"));
            }

            /// Takes over a part. What is told by itself stays in its place while it says the same: put in anew it would be
            /// told again.
            function replace(part, fresh) {
                const [kept, same] = [told(part), told(fresh)];
                if (!kept || !same || kept.textContent !== same.textContent) {
                    part.replaceWith(document.adoptNode(fresh));
                    return;
                }
                const nodes = [...fresh.childNodes];
                const place = nodes.indexOf(same);
                for (const node of [...part.childNodes]) {
                    if (node !== kept) node.remove();
                }
                kept.before(...nodes.slice(0, place));
                kept.after(...nodes.slice(place + 1));
            }

            /// Takes over what changes of a page that was fetched.
            function show(page) {
                const focused = document.activeElement && document.activeElement.id;
                const open = [...document.querySelectorAll("details[open] > summary > strong")].map((s) => s.textContent);
                const scrolled = [...document.querySelectorAll(".scroll")].map((s) => s.scrollLeft);
                if (parts.every((id) => !document.getElementById(id) === !page.getElementById(id))) {
                    for (const id of parts) {
                        const old = document.getElementById(id);
                        if (old) replace(old, page.getElementById(id));
                    }
                } else {
                    // Another kind of page: budgets where there was the notice that it starts, or the other way around.
                    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
                }
                for (const title of document.querySelectorAll("details > summary > strong")) {
                    if (open.includes(title.textContent)) title.closest("details").open = true;
                }
                document.querySelectorAll(".scroll").forEach((s, i) => { s.scrollLeft = scrolled[i] || 0; });
                const again = focused && document.getElementById(focused);
                if (again && again !== document.activeElement) again.focus({ preventScroll: true });
            }

            async function load(url) {
                const mine = ++turn;
                try {
                    const response = await fetch(url, { headers: { Accept: "text/html" } });
                    const page = new DOMParser().parseFromString(await response.text(), "text/html");
                    if (mine !== turn) return;
                    // A login that is over, or a gateway that answers in the exporter's place.
                    failed = !page.getElementById("state");
                    if (!failed) show(page);
                } catch {
                    if (mine === turn) failed = true;
                }
                tell();
            }

            function go(url) {
                history.pushState(null, "", url);
                follow();
            }

            /// Shows what the address says.
            function follow() {
                const url = location.href;
                address = location.pathname + location.search;
                const query = new URL(url).searchParams;
                const sort = document.getElementById("sort");
                if (sort) {
                    const value = query.get("sort") || "trouble";
                    sort.value = value;
                    if (sort.value !== value) sort.value = value.replace("-", "");
                }
                load(url);
            }

            document.addEventListener("click", (event) => {
                const link = event.target.closest && event.target.closest("thead a, .pages a, .found a");
                if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
                event.preventDefault();
                const query = new URL(link.href).searchParams;
                const search = document.getElementById("q");
                if (search && link.closest(".found")) search.value = query.get("q") || "";
                go(link.href);
                if (link.closest(".pages")) document.getElementById("teams").scrollIntoView();
            });

            document.addEventListener("submit", (event) => {
                const form = event.target;
                event.preventDefault();
                const query = new URLSearchParams();
                for (const [name, value] of new FormData(form)) {
                    if (value && !(name === "sort" && value === "trouble")) query.set(name, value);
                }
                const text = query.toString();
                go(form.action.split("?")[0] + (text ? "?" + text : ""));
            });
            document.addEventListener("change", (event) => {
                if (event.target.id === "sort") event.target.form.requestSubmit();
            });
            window.addEventListener("popstate", () => {
                // A link within the page changes the address too.
                if (address !== location.pathname + location.search) follow();
            });
            setInterval(() => {
                if (refreshes && !document.hidden) load(location.href);
            }, interval);
            tell();
        })();

        """
}
