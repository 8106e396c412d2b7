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
        }
    }

    private static let terms = [
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
        ("Resets", "When the period ends, as LiteLLM says. Late: its job that resets budgets did not run in time."),
        ("No limit", "The team may spend without end; nothing runs out."),
        ("Unknown", "LiteLLM did not tell. No number is made up for it."),
    ]
}
