/// When a condition held for long enough.
struct Alert {
    struct Firing {
        var start: Double
        var end: Double
    }

    /// How long the condition must hold first.
    let delay: Double
    private(set) var firings: [Firing] = []
    /// Whether the last of them still goes on.
    private(set) var isFiring = false
    private var heldSince: Double?

    init(delay: Double) {
        self.delay = delay
    }

    /// - Parameter span: Until when nothing else will be known.
    mutating func note(_ holds: Bool, at time: Double, for span: Double) {
        heldSince = holds ? heldSince ?? time : nil
        guard let heldSince, time - heldSince >= delay else {
            isFiring = false
            return
        }
        if !isFiring { firings.append(Firing(start: time, end: time)) }
        isFiring = true
        firings[firings.count - 1].end = time + span
    }
}
