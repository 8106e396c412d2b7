/// A selection of series in a PromQL expression, and what stands around it.
struct PromQLSelector: Equatable {
    struct Matcher: Equatable {
        let label: String
        /// `=`, `!=`, `=~` or `!~`.
        let comparison: String
        let value: String
    }

    var name: String
    var matchers: [Matcher] = []
    /// The range in brackets, as it is written.
    var range: String?
    /// The function or aggregation whose argument it is, directly.
    var function: String?

    private static let keywords: Set<String> = ["and", "or", "unless", "bool", "offset", "inf", "nan"]
    private static let beforeLabels: Set<String> = ["by", "without", "on", "ignoring", "group_left", "group_right"]

    struct Contents: Equatable {
        var selectors: [PromQLSelector] = []
        var functions: Set<String> = []
    }

    /// All selectors of an expression, and the functions and aggregations that it uses.
    static func contents(of expression: String) throws -> Contents {
        let tokens = try PromQLToken.tokens(of: expression)
        var contents = Contents()
        // The function of each open parenthesis.
        var open: [String?] = []
        // An aggregation whose labels come before its argument.
        var pending: String?
        var index = 0
        func symbol(at index: Int) -> String? {
            guard index < tokens.count, case .symbol(let symbol) = tokens[index] else { return nil }
            return symbol
        }
        while index < tokens.count {
            switch tokens[index] {
            case .symbol("("):
                open.append(pending)
                pending = nil
            case .symbol(")"):
                _ = open.popLast()
            case .identifier(let word) where beforeLabels.contains(word):
                if symbol(at: index + 1) == "(" {
                    while index < tokens.count, symbol(at: index) != ")" { index += 1 }
                }
            case .identifier(let word) where keywords.contains(word):
                break
            case .identifier(let word):
                let isAggregation: Bool
                if index + 1 < tokens.count, case .identifier(let next) = tokens[index + 1] {
                    isAggregation = ["by", "without"].contains(next)
                } else {
                    isAggregation = false
                }
                if symbol(at: index + 1) == "(" || isAggregation {
                    contents.functions.insert(word)
                    pending = word
                } else {
                    var selector = PromQLSelector(name: word, function: open.last ?? nil)
                    if symbol(at: index + 1) == "{" {
                        index += 2
                        while index < tokens.count, symbol(at: index) != "}" {
                            if case .identifier(let label) = tokens[index], let comparison = symbol(at: index + 1),
                                index + 2 < tokens.count, case .string(let value) = tokens[index + 2]
                            {
                                selector.matchers.append(
                                    Matcher(label: label, comparison: comparison, value: value))
                            }
                            index += 1
                        }
                    }
                    if symbol(at: index + 1) == "[", index + 2 < tokens.count,
                        case .number(let range) = tokens[index + 2]
                    {
                        selector.range = range
                        index += 3
                    }
                    contents.selectors.append(selector)
                }
            default: break
            }
            index += 1
        }
        return contents
    }
}
