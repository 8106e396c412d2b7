/// How the values of a setting are written.
struct SettingFormat<Value: Sendable>: Sendable {
    /// Stands for a value in help and tables.
    let placeholder: String
    let read: @Sendable (String) throws(UnusableValue) -> Value
    /// The opposite of ``read``, in the shortest spelling.
    let show: @Sendable (Value) -> String

    init(
        _ placeholder: String, show: @escaping @Sendable (Value) -> String = { "\($0)" },
        read: @escaping @Sendable (String) throws(UnusableValue) -> Value
    ) {
        self.placeholder = placeholder
        self.read = read
        self.show = show
    }
}
