extension Settings {
    /// What is kept over restarts.
    struct State: Sendable {
        var file: StateFileChoice

        init(_ read: inout SettingsReader) throws(SettingError) {
            read.begin("State", takingEffect: .atStart)
            file = try read.value(
                "state-file", .stateFile, default: .automatic,
                "File that keeps counters and histories over restarts; each exporter needs one of its own. `auto` is "
                    + "`ledgers.sqlite` in the folder that `STATE_DIRECTORY` names, else below `XDG_STATE_HOME`, else "
                    + "`/var/lib/litellm-budget-exporter` for root or `~/.local/state/litellm-budget-exporter`, and nothing "
                    + "where that cannot be written; `off` keeps nothing.")
        }
    }
}
