/// What the words on the pages mean, for whoever sees them for the first time.
enum HelpSection {
    static var html: HTML {
        HTML(.section, [(.id, "help")]) {
            HTML(.h2) { "Help" }
            HTML(.dl, [(.class, "glossary")]) {
                for (term, meaning) in terms {
                    HTML(.dt) { term }
                    HTML(.dd) { meaning }
                }
            }
            HTML(.p) {
                "More is in the documentation beside the source of this version: README.md to begin with, docs/forecast.md"
                    + " for how forecasts are made, docs/metrics.md and docs/api.md for what programs are given, and"
                    + " docs/operations.md for when something is wrong."
            }
        }
    }

    private static let terms: [(String, String)] = [
        ("Left", "Limit less spend; negative once more is spent than allowed."),
        ("Spent", "What LiteLLM has charged to the running budget period. It writes that some 15 seconds late."),
        ("Soft limit", "Where LiteLLM warns; it goes on answering. A mark on the bar."),
        (
            "Exhausted",
            "Spend has reached the limit: LiteLLM refuses requests, a team's once it is above, until the reset or a higher limit."
        ),
        ("Pace", "Spending in the last day, or in the last hour where that is known alone or money goes fast."),
        (
            "Runs out",
            "Before the reset, if spending goes on by the window that is named: the account's own week once it is learnt, "
                + "before that the last day, else the last hour."
        ),
        (
            "Not foreseeable",
            "The budget has no reset, and if spending goes on by the window that forecasts go by it lasts for a year or more."
        ),
        (
            "Resets",
            "When the period ends, as LiteLLM says. Due: it has ended, and LiteLLM's job that resets budgets is to run within "
                + "minutes. Late: that job did not run in time."
        ),
        (
            "Blocked",
            "An administrator has blocked the account: LiteLLM refuses it whatever is left, so nothing is foretold of it."
        ),
        (
            "Limit of 0",
            "A barrier: nothing may be spent. It is not a budget that is used up, so no alert tells of it."
        ),
        ("No limit", "The team may spend without end; nothing runs out."),
        (
            "By window",
            "What may be spent is limited in several windows at the same time, and not beside them; the team's own page has them."
        ),
        ("Unknown", "LiteLLM did not tell. No number is made up for it."),
    ]
}
