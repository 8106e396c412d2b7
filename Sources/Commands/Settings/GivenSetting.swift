/// A setting as one layer gives it.
struct GivenSetting: Hashable, Sendable {
    struct Value: Hashable, Sendable {
        let text: String
        let origin: SettingOrigin
    }

    /// One, except in lists.
    var values: [Value]
    let origin: SettingOrigin

    init(_ texts: [String], _ origin: SettingOrigin) {
        self.init(values: texts.map { Value(text: $0, origin: origin) }, origin: origin)
    }

    init(values: [Value], origin: SettingOrigin) {
        self.values = values
        self.origin = origin
    }
}

/// One of them is the key: what is printed of layers tells only where a value comes from.
extension GivenSetting.Value: CustomStringConvertible, CustomDebugStringConvertible {
    var description: String { "(\(origin))" }
    var debugDescription: String { description }
}
