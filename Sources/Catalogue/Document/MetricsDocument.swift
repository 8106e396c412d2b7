import Budgets
import Exposition
import Polling

/// The page about all families, made from the catalogue itself.
public enum MetricsDocument {
    /// The whole page, in Markdown.
    public static func render() -> String {
        introduction + kinds + AccountKind.allCases.map(section).joined() + litellmNames + exporter + process
    }

    private static let introduction = """
        # Metrics

        Made from the catalogue in the code; a test fails when this page and the code disagree. Change the catalogue, then
        run `make docs`.

        Absence means "unknown" or "does not apply", never 0: an account without a limit has no remaining budget, and a
        spend that LiteLLM does not tell is not shown. No sample has a timestamp. Label order and help texts are constant.

        No two series of a page are equal. Ids are never cut: an account whose id is longer than 256 bytes is not shown, and
        counted in `litellm_budget_exporter_rejected_accounts_total`. Aliases and metadata are cut at 256 bytes, between
        characters. Ids of users and customers that contain `@` or begin with `sha256:` are shown as `sha256:` and the first
        16 digits of their SHA-256, or all 64 where two would look the same; `--label.allow-email` shows them as they are.

        What LiteLLM does only with an enterprise licence (organisations, budgets for models) is tested against the shapes
        that LiteLLM documents, not against a licensed proxy.

        ## What is promised

        Of a family that is *stable* the name, type, unit, labels and meaning stay as they are within a major version (before 1.0:
        within a minor one); what is to go is named in `CHANGELOG.md` and kept for one more minor version. An *experimental* one
        may change in any minor version, which says so. Families may come, and an info metric may get further labels, at any time. Help texts,
        the order of families and what `window="pattern"` is computed from are not promised. LiteLLM's own names are stable here,
        whatever LiteLLM does to them; the exporter's own and those of its process are stable.

        """

    /// Which kind of account has which family.
    private static var kinds: String {
        let suffixes = ([.team, .key] + AccountKind.allCases).flatMap { kind in
            kind.families.map { kind.suffix(of: $0) }
        }
        .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let lines = suffixes.map { suffix in
            ["`litellm_K_\(suffix)`"]
                + AccountKind.allCases.map { kind in
                    guard let row = kind.families.first(where: { kind.suffix(of: $0) == suffix }) else { return "" }
                    return row.coversUnlimited ? "yes" : "limited"
                }
        }
        return """

            ## Which account has what

            `K` is the kind of account, "limited" is for those that have a budget limit. Of the kinds with many accounts, those
            without a limit have only the families marked "yes".


            """ + table(["Family"] + AccountKind.allCases.map { "`\($0.rawValue)`" }, lines)
    }

    private static func section(of kind: AccountKind) -> String {
        let labels = AccountLabels.example(kind)
        let own = labels.identity.isEmpty ? "none" : names(labels.identity)
        let metadata = kind.hasMetadata ? ", and a `metadata_<name>` for each `--metadata-label`" : ""
        let further =
            "`litellm_\(kind.rawValue)_info` has besides: \(names(labels.further))\(metadata); what is unknown is empty."
        return "\n## \(kind.title)\n\n\(kind.remarks)\n\nLabels: \(own). \(further)\n\n"
            + table(of: kind.families, promise: kind.stability(of:))
    }

    private static var litellmNames: String {
        let labels = AccountKind.allCases.filter { !$0.litellmNames.isEmpty }
            .map { "\($0.title.lowercased()) \(names(AccountLabels.example($0).litellm))" }.joined(separator: "; ")
        return """

            ## LiteLLM's own names

            Same name, same meaning, right value; switched off by `--no-litellm-names`. Scrape either these or LiteLLM's own, or
            select by `job`: from both, every sum is doubled. Unlike LiteLLM's, a quote or backslash in an alias is escaped once.

            Labels: \(labels). `--team-label` chooses `team_id`, `team` or both for teams.


            """ + table(of: AccountKind.allCases.flatMap(\.litellmNames)) { _ in .stable }
    }

    private static var exporter: String {
        let sources = SourceID.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        return """

            ## The exporter itself

            `source` is one of \(sources); details are what is read of accounts one by one. `kind` is a kind of account.


            """
                + table(
                    ["Family", "Type", "Labels", "Meaning"],
                    HealthFamilies.all.map { row in
                        let labels = row.labels.map { "`\($0)`" }.joined(separator: ", ")
                        return ["`\(row.family.name)`", row.family.type.rawValue, labels, row.family.help]
                    })
    }

    private static var process: String {
        "\n## Its process\n\n"
            + table(
                ["Family", "Type", "Meaning"],
                ProcessFamilies.all.map { ["`\($0.family.name)`", $0.family.type.rawValue, $0.family.help] })
    }

    private static func table(of families: [AccountFamily], promise: (AccountFamily) -> Stability) -> String {
        table(
            ["Family", "Type", "Promise", "Unlimited accounts", "Meaning"],
            families.map { row in
                [
                    "`\(row.family.name)`" + (row.partLabel.map { " by `\($0)`" } ?? ""), row.family.type.rawValue,
                    promise(row).rawValue, row.coversUnlimited ? "also" : "no", row.family.help,
                ]
            })
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows.map { $0.map { $0.replacing("|", with: "\\|") } }
        return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    private static func names(_ labels: [AccountLabels.Label]) -> String {
        labels.map { "`\($0.name)`" }.joined(separator: ", ")
    }
}

extension AccountLabels {
    /// The labels that an account of the kind has.
    fileprivate static func example(_ kind: AccountKind) -> AccountLabels {
        let account = Account(id: kind.example, budget: Budget(limit: .unknown), spend: nil)
        return AccountLabels(of: account, shownAs: "", teamAlias: nil, Renderer.Configuration())
    }
}

extension AccountKind {
    /// What follows the kind in the name of a family.
    fileprivate func suffix(of row: AccountFamily) -> String {
        String(row.family.name.dropFirst("litellm_\(rawValue)_".count))
    }
}
