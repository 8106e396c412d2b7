import Hummingbird
import NIOCore

/// How the pages for people look, light or dark as the reader's system is.
struct StyleRoute: Route {
    static let path = "/-/style.css"

    private static let style = """
        :root {
            color-scheme: light dark;
            --text: #1c2024; --page: #ffffff; --line: #d5d9de; --link: #0b57d0; --failing: #b3261e;
            --banner-text: #3b2a00; --banner: #ffd65c;
        }
        @media (prefers-color-scheme: dark) {
            :root {
                --text: #e4e7eb; --page: #15181c; --line: #3a4048; --link: #8ab4f8; --failing: #ff8a80;
                --banner-text: #211800; --banner: #ffca28;
            }
        }
        body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;
            color: var(--text); background: var(--page); }
        a { color: var(--link); }
        table { border-collapse: collapse; }
        th, td { padding: 0.3rem 0.8rem 0.3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        td { overflow-wrap: anywhere; }
        .failing { color: var(--failing); }
        .banner { margin: 0 0 1rem; padding: 0.8rem 1rem; font-size: 1.25rem; font-weight: bold;
            color: var(--banner-text); background: var(--banner); }

        """

    func respond(to request: Request) async -> Response {
        Response(.ok, contentType: "text/css; charset=utf-8", ByteBuffer(string: Self.style))
    }
}
