/// Keeps what was told, for who waits for it.
actor Witness {
    private(set) var chronicle: Chronicle

    init(_ chronicle: Chronicle) {
        self.chronicle = chronicle
    }

    func take(_ notification: Notification) -> [Chronicle.Entry] { chronicle.take(notification, at: .now) }
}
