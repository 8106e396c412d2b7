/// An amount of money in US dollars, the one currency that LiteLLM knows.
///
/// A binary floating-point number, as LiteLLM stores and compares it: a sum rounded otherwise would disagree with the
/// proxy about who is over the limit.
public struct USD: Hashable, Comparable, Sendable {
    public var amount: Double

    public init(_ amount: Double) {
        self.amount = amount
    }

    public static func < (left: USD, right: USD) -> Bool {
        left.amount < right.amount
    }

    public static func + (left: USD, right: USD) -> USD {
        USD(left.amount + right.amount)
    }

    public static func - (left: USD, right: USD) -> USD {
        USD(left.amount - right.amount)
    }
}

extension USD: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    public init(floatLiteral value: Double) {
        self.init(value)
    }

    public init(integerLiteral value: Int) {
        self.init(Double(value))
    }
}
