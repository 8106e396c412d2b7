/// A setting's value, for people, and where it comes from.
struct ResolvedSetting: Hashable, Sendable {
    let declaration: SettingDeclaration
    /// Nil when it has none; never a secret.
    let shown: String?
    let origin: SettingOrigin

    /// Where an operator finds or would set it.
    var place: String { origin.place(of: declaration) }
}
