/// How the pages for people look, light or dark as the reader's system is, on screens, phones and paper.
enum PageStyle {
    static let source = base + tables + figures + chart + narrow + print

    private static let base = """
        :root {
            color-scheme: light dark;
            --text: #1a2027; --muted: #566170; --page: #f5f6f8; --surface: #ffffff; --line: #dde1e6; --strong-line: #c3c9d1;
            --link: #0b57b0; --focus: #0b57b0; --bar: #4677b8; --track: #e4e8ed; --alarm: #b3201a; --warning: #8a5000;
            --warning-bar: #c97b00; --alarm-bar: #c8322b; --alarm-tint: #fdecea; --warning-tint: #fff3dd;
            --tint: #eef1f4; --banner-text: #2b1d00; --banner: #ffd666; --area: #4677b822;
        }
        @media (prefers-color-scheme: dark) {
            :root {
                --text: #e3e7ec; --muted: #a3adb9; --page: #101317; --surface: #181c22; --line: #2a3038;
                --strong-line: #454d58; --link: #8ab8ff; --focus: #8ab8ff; --bar: #6d9fe0; --track: #2b323b;
                --alarm: #ff938a; --warning: #f5bb62; --warning-bar: #e0a03c; --alarm-bar: #f0645b;
                --alarm-tint: #3a1a1a; --warning-tint: #352708; --tint: #232931; --banner-text: #201600;
                --banner: #f2c14e; --area: #6d9fe026;
            }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 90rem; padding: 0 1.25rem 1rem; color: var(--text); background: var(--page);
            font: 0.9375rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
            font-variant-numeric: tabular-nums; }
        a { color: var(--link); text-underline-offset: 0.15em; }
        :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
        main:focus { outline: none; }
        h1 { margin: 0.75rem 0 0.1rem; font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere; }
        h2 { margin: 1.75rem 0 0.5rem; font-size: 1.1rem; }
        p { margin: 0.4rem 0; }
        small { display: block; font-size: 0.8125rem; color: var(--muted); font-weight: normal; }
        .skip { position: absolute; left: -100rem; padding: 0.5rem 1rem; background: var(--surface); }
        .skip:focus { left: 0.5rem; top: 0.5rem; z-index: 3; }
        .banner { margin: 0 -1.25rem; padding: 0.6rem 1.25rem; font-weight: 600; color: var(--banner-text);
            background: var(--banner); }
        .remarks { margin: 0.75rem 0; padding: 0.6rem 1rem; border: 1px solid var(--warning-bar);
            border-left-width: 5px; border-radius: 4px; background: var(--warning-tint); overflow-wrap: anywhere; }
        .remarks ul { margin: 0; padding-left: 1.1rem; }
        .notice { font-size: 1.05rem; }
        header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 2rem; padding: 0.75rem 0;
            border-bottom: 1px solid var(--line); }
        .brand { font-weight: 650; color: inherit; text-decoration: none; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; margin: 0; padding: 0; list-style: none; }
        footer { margin-top: 2rem; border-top: 1px solid var(--line); font-size: 0.8125rem; color: var(--muted); }
        .faint { color: var(--muted); }
        .alarm { color: var(--alarm); }
        .warning { color: var(--warning); }
        .mark { display: inline-block; margin: 0 0 0 0.15rem; padding: 0 0.45rem; border: 1px solid currentColor;
            border-radius: 999px; font-size: 0.75rem; font-weight: 600; line-height: 1.35; white-space: nowrap;
            color: var(--muted); }
        .mark.alarm { color: var(--alarm); background: var(--alarm-tint); }
        .mark.warning { color: var(--warning); background: var(--warning-tint); }
        h1 + p .mark { margin: 0 0.4rem 0 0; font-size: 0.875rem; }
        form { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.6rem; margin: 0 0 0.5rem; }
        form label { color: var(--muted); }
        input, select, button { min-height: 2rem; padding: 0.2rem 0.6rem; font: inherit; color: inherit;
            background: var(--surface); border: 1px solid #7b8794; border-radius: 4px; }
        input { min-width: 16rem; margin-right: 0.6rem; }
        button { cursor: pointer; }
        button:hover { background: var(--tint); }
        #refresh { display: flex; gap: 0.75rem; align-items: center; margin-left: auto; font-size: 0.875rem; }

        """

    private static let tables = """
        .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); }
        table { width: 100%; border-collapse: collapse; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        th, td { padding: 0.38rem 0.75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        tbody tr:last-child > * { border-bottom: 0; }
        tbody tr:hover > * { background: var(--tint); }
        thead th { font-size: 0.8125rem; font-weight: 600; color: var(--muted); white-space: nowrap;
            border-bottom: 1px solid var(--strong-line); }
        thead a { display: inline-block; color: inherit; text-decoration: none; }
        thead a:hover { text-decoration: underline; }
        th[aria-sort] a { color: var(--text); }
        th[aria-sort="ascending"] a::after { content: " \\2191"; content: " \\2191" / ""; }
        th[aria-sort="descending"] a::after { content: " \\2193"; content: " \\2193" / ""; }
        tbody th { min-width: 9rem; font-weight: 550; overflow-wrap: anywhere; }
        .number { text-align: right; white-space: nowrap; }
        time { white-space: nowrap; }
        td.used { white-space: nowrap; }
        .teams tbody th { min-width: 11rem; max-width: 26rem; }
        .bar { display: inline-block; width: 6.5rem; height: 0.65rem; margin-right: 0.5rem; border-radius: 2px; }
        .bar .track { fill: var(--track); }
        .bar .used { fill: var(--bar); }
        .bar.warning .used { fill: var(--warning-bar); }
        .bar.alarm .used { fill: var(--alarm-bar); }
        .bar .soft { fill: var(--text); }
        .found { margin: 0.25rem 0 0.5rem; color: var(--muted); }
        .pages { margin-top: 0.75rem; }
        .pages ul { gap: 0.3rem; }
        .pages a { display: block; min-width: 2rem; padding: 0.2rem 0.5rem; text-align: center; text-decoration: none;
            border: 1px solid var(--line); border-radius: 4px; background: var(--surface); }
        .pages a[aria-current] { color: var(--surface); background: var(--link); border-color: var(--link); }
        details { margin: 0.6rem 0; }
        summary { cursor: pointer; padding: 0.25rem 0; overflow-wrap: anywhere; }
        details .scroll { margin: 0.4rem 0 0.8rem; }

        """

    private static let figures = """
        dl { margin: 0; }
        dd { margin: 0; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 0.75rem;
            margin: 0.9rem 0 0; }
        .figures > div { padding: 0.6rem 0.9rem; border: 1px solid var(--line); border-radius: 6px;
            background: var(--surface); }
        .figures dt, .facts dt { font-size: 0.8125rem; color: var(--muted); }
        .figures strong { display: block; font-size: 1.35rem; font-weight: 600; line-height: 1.3; }
        .figures .bar { width: 100%; margin: 0.3rem 0 0.2rem; }
        .figures .mark { margin: 0.25rem 0.3rem 0 0; }
        #state > .bar { width: 100%; max-width: 48rem; height: 0.9rem; margin: 0.5rem 0; }
        .sentence { font-size: 1.05rem; max-width: 60rem; overflow-wrap: anywhere; }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: 0.7rem 1.25rem;
            margin: 1rem 0 0; padding: 0.9rem; border: 1px solid var(--line); border-radius: 6px;
            background: var(--surface); }
        .facts dd { font-weight: 550; overflow-wrap: anywhere; }
        .glossary { display: grid; grid-template-columns: max-content minmax(0, 60rem); gap: 0.35rem 1.25rem; }
        .glossary dt { font-weight: 600; }

        """

    private static let chart = """
        .chart svg.wide, .chart svg.narrow { width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px;
            background: var(--surface); }
        .chart svg.narrow { display: none; }
        .chart text { font-size: 13px; fill: var(--muted); }
        .chart line, .chart polyline { fill: none; stroke-width: 1.5; }
        .chart .grid { stroke: var(--line); stroke-width: 1; }
        .chart .area { fill: var(--area); }
        .chart .spent { stroke: var(--bar); stroke-width: 2.5; }
        .chart .forecast { stroke: var(--bar); stroke-width: 2; stroke-dasharray: 7 5; }
        .chart .limit { stroke: var(--alarm-bar); stroke-width: 2; }
        .chart .soft { stroke: var(--warning-bar); stroke-dasharray: 10 4; }
        .chart .pace { stroke: var(--muted); stroke-dasharray: 2 4; }
        .chart .newest { fill: var(--bar); }
        .chart .now { stroke: var(--muted); stroke-width: 1; }
        .legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; margin: 0.5rem 0; padding: 0; list-style: none;
            font-size: 0.875rem; }
        .swatch { width: 1.5rem; height: 0.5rem; margin-right: 0.45rem; }

        """

    /// A row becomes a card: what it holds stands below each other, each with the name of its column.
    private static let narrow = """
        @media (max-width: 46rem) {
            body { padding: 0 0.75rem 1rem; }
            .banner { margin: 0 -0.75rem; padding: 0.6rem 0.75rem; }
            .figures { grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.5rem; }
            .figures strong { font-size: 1.15rem; overflow-wrap: anywhere; }
            input { min-width: 0; flex: 1 1 9rem; margin-right: 0; }
            .facts { grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); }
            .glossary { grid-template-columns: minmax(0, 1fr); gap: 0; }
            .glossary dd { margin-bottom: 0.5rem; }
            .chart svg.wide { display: none; }
            .chart svg.narrow { display: block; }
            .cards, .cards tbody, .cards tr, .cards tbody th { display: block; }
            .cards thead { display: none; }
            .cards tr { padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--strong-line); }
            .cards tbody tr:last-child { border-bottom: 0; }
            .cards tbody th { padding: 0 0 0.2rem; border: 0; max-width: none; font-size: 1rem; }
            .cards td { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: 0.5rem; padding: 0.08rem 0;
                border: 0; text-align: left; white-space: normal; }
            .cards td > * { grid-column: 2; }
            .cards td.used { grid-template-columns: 5.5rem minmax(4rem, 10rem) 1fr; align-items: center; }
            .cards td.used > * { grid-column: auto; width: auto; margin: 0; }
            .cards td:empty { display: none; }
            .cards td::before { color: var(--muted); grid-column: 1; }
            .teams td:nth-child(2)::before { content: "Used"; }
            .teams td:nth-child(3)::before { content: "Left"; }
            .teams td:nth-child(4)::before { content: "Spent"; }
            .teams td:nth-child(5)::before { content: "Limit"; }
            .teams td:nth-child(6)::before { content: "Pace"; }
            .teams td:nth-child(7)::before { content: "Runs out"; }
            .teams td:nth-child(8)::before { content: "Resets"; }
            .accounts td:nth-child(2)::before { content: "Spent"; }
            .accounts td:nth-child(3)::before { content: "Used"; }
            .accounts td:nth-child(4)::before { content: "Left"; }
            .accounts td:nth-child(5)::before { content: "Limit"; }
            .accounts td:nth-child(6)::before { content: "Resets"; }
            .accounts td:nth-child(7)::before { content: "Expires"; }
            .forecasts td, .sources td { grid-template-columns: 8.5rem minmax(0, 1fr); overflow-wrap: anywhere; }
            .forecasts td:nth-child(2)::before { content: "Pace a day"; }
            .forecasts td:nth-child(3)::before { content: "Limit reached"; }
            .forecasts td:nth-child(4)::before { content: "Before its reset"; }
            .forecasts td:nth-child(5)::before { content: "Spent at the reset"; }
            .sources td:nth-child(2)::before { content: "State"; }
            .sources td:nth-child(3)::before { content: "Accounts"; }
            .sources td:nth-child(4)::before { content: "Last complete"; }
        }

        """

    private static let print = """
        @media print {
            :root { --page: #ffffff; --surface: #ffffff; --text: #000000; --line: #bbbbbb; }
            body { max-width: none; font-size: 10pt; }
            nav, form, #refresh, .skip, #help { display: none; }
            .scroll { overflow: visible; border: 0; }
            .bar, .chart svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
            tr, .figures > div { break-inside: avoid; }
        }

        """
}
