/// A page that says why there is nothing to show.
struct NoticePage: Sendable {
    let configuration: ExporterServer.Configuration
    let title: String
    let sentence: String
    /// See `PageFrame.root`.
    let root: String

    var source: String {
        let frame = PageFrame(configuration: configuration, title: title, root: root)
        return frame.document(
            .joined([
                HTML(.div, [(.id, "state")]) {
                    HTML(.h1) { title }
                    HTML(.p, [(.class, "notice")]) { sentence }
                },
                // Not where that is this very page.
                root == "./" ? .empty : HTML(.p) { HTML(.a, [(.href, frame.path(BudgetsPage.path))]) { "All teams" } },
            ]))
    }
}
