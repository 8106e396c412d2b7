import Budgets

extension String? {
    /// Whether both are the same byte for byte, as they are to a scraper: `==` takes an é and an e with an accent for one.
    func hasSameBytes(as other: String?) -> Bool {
        switch (self, other) {
        case (nil, nil): true
        case (let own?, let other?): own.hasSameBytes(as: other)
        default: false
        }
    }
}
