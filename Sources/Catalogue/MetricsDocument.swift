import Exposition

/// The page about all families, made from the catalogue itself.
public enum MetricsDocument {
    /// The whole page, in Markdown.
    public static func render() -> String {
        var text = """
            # Metrics

            Made from the catalogue in the code; a test fails when this page and the code disagree. Change the catalogue, then
            run `make docs`.

            Absence means "unknown" or "does not apply", never 0: an account without a limit has no remaining budget, and a
            spend that LiteLLM does not tell is not shown. No sample has a timestamp. Label order and help texts are constant.

            """
        text += "\n## Teams\n\nLabels: `team_id`, `team_alias`.\n\n" + table(of: TeamFamilies.all)
        text += """

            ## Keys

            Labels: `hashed_api_key`, `api_key_alias`, `team_id`. The hash is the SHA-256 by which LiteLLM identifies a key; it
            cannot be used as one, and can be shortened (`--label.key-hash-length`). Keys without a limit of their own have only
            the families marked "also unlimited".


            """
        text += table(of: KeyFamilies.all)
        text += """

            ## What the info metrics tell besides

            `litellm_team_info`: `organization_id`, `budget_duration`, and a `metadata_<name>` for each `--metadata-label`.
            `litellm_key_info`: `team_alias`, `user_id` (empty where it is an e-mail address), then the same. Unknown values are
            empty. Aliases and metadata are cut at 256 bytes, between characters; an account whose id is longer is not shown, and
            counted in `litellm_budget_exporter_rejected_accounts_total`.

            ## LiteLLM's own names

            Same name, same meaning, right value; switched off by `--no-litellm-names`. Scrape either these or LiteLLM's own, or
            select by `job`: from both, every sum is doubled. Labels of teams: `team_id`, `team_alias` (or `team`, or both: see
            `--team-label`); of keys: `hashed_api_key`, `api_key_alias`. Unlike LiteLLM's, a quote or backslash in an alias is
            escaped once.


            """
        text += table(of: LiteLLMNames.teams + LiteLLMNames.keys)
        text += """

            ## The exporter itself

            `source` is `teams`, `keys` or `details` (accounts near their limits, read one by one).


            """
        text += rows(
            ["Family", "Type", "Labels", "Meaning"],
            HealthFamilies.all.map { row in
                let labels = row.labels.map { "`\($0)`" }.joined(separator: ", ")
                return ["`\(row.family.name)`", row.family.type.rawValue, labels, row.family.help]
            })
        text += "\n## Its process\n\n"
        text += rows(
            ["Family", "Type", "Meaning"],
            ProcessFamilies.all.map { ["`\($0.family.name)`", $0.family.type.rawValue, $0.family.help] })
        return text
    }

    private static func table(of families: [AccountFamily]) -> String {
        rows(
            ["Family", "Type", "Unlimited accounts", "Meaning"],
            families.map { row in
                [
                    "`\(row.family.name)`", row.family.type.rawValue, row.coversUnlimited ? "also" : "no",
                    row.family.help,
                ]
            })
    }

    private static func rows(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows.map { $0.map { $0.replacing("|", with: "\\|") } }
        return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }
}
