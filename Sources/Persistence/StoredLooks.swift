import Budgets
import Threading

/// Looks by the million, each in 72 bytes: they are unpacked one by one, as they are read.
public struct StoredLooks: Sequence, Sendable {
    struct Packed {
        var number: Int
        var account: Int32
        var isUnlimited: Bool
        var isMissingAfterwards: Bool
        var time: Double
        var skew: Double
        var spend: Double
        // Not a number stands for nothing.
        var since: Double
        var totalSpend: Double
        var limit: Double
        var resetsAt: Double
    }

    var accounts: [AccountID] = []
    var packed: [Packed] = []

    public var count: Int { packed.count }

    public func makeIterator() -> some IteratorProtocol<RecordedLook> {
        packed.lazy.map { look in
            RecordedLook(
                number: look.number, account: accounts[Int(look.account)], time: Timestamp(unixSeconds: look.time),
                since: known(look.since).map(Timestamp.init), skew: .seconds(look.skew), spend: USD(look.spend),
                totalSpend: known(look.totalSpend).map { USD($0) },
                limit: look.isUnlimited ? .unlimited : known(look.limit).map { .limited(USD($0)) } ?? .unknown,
                resetsAt: known(look.resetsAt).map(Timestamp.init),
                isMissingAfterwards: look.isMissingAfterwards
            )
        }.makeIterator()
    }

    private func known(_ number: Double) -> Double? {
        number.isNaN ? nil : number
    }
}
