/// A selection of series in a PromQL expression, and what stands around it.
package struct PromQLSelector: Equatable {
    package struct Matcher: Equatable {
        package let label: String
        /// `=`, `!=`, `=~` or `!~`.
        package let comparison: String
        package let value: String

        package init(label: String, comparison: String, value: String) {
            self.label = label
            self.comparison = comparison
            self.value = value
        }

        /// What it names: values one by one, where it is no other regular expression.
        package var values: [String] {
            comparison.hasSuffix("~") ? value.split(separator: "|").map(String.init) : [value]
        }
    }

    package var name: String
    package var matchers: [Matcher] = []
    /// The range in brackets, as it is written.
    package var range: String?
    /// The function or aggregation whose argument it is, directly.
    package var function: String?

    package init(name: String, matchers: [Matcher] = [], range: String? = nil, function: String? = nil) {
        self.name = name
        self.matchers = matchers
        self.range = range
        self.function = function
    }

    private static let keywords: Set<String> = ["and", "or", "unless", "bool", "offset", "inf", "nan"]
    private static let beforeLabels: Set<String> = ["by", "without", "on", "ignoring", "group_left", "group_right"]

    /// The value of a label's matcher with `=`.
    package func value(of label: String) -> String? {
        matchers.first { $0.label == label && $0.comparison == "=" }?.value
    }

    package struct Contents: Equatable {
        package var selectors: [PromQLSelector] = []
        package var functions: Set<String> = []
    }

    /// All selectors of an expression, and the functions and aggregations that it uses.
    package static func contents(of expression: String) throws -> Contents {
        let tokens = try PromQLToken.words(of: expression)
        var contents = Contents()
        // The function of each open parenthesis.
        var open: [String?] = []
        // An aggregation whose labels come before its argument.
        var pending: String?
        var index = 0
        func symbol(at index: Int) -> String? {
            index < tokens.count && tokens[index].kind == .symbol ? tokens[index].text : nil
        }
        while index < tokens.count {
            let word = tokens[index].text
            if tokens[index].isSymbol("(") {
                open.append(pending)
                pending = nil
            } else if tokens[index].isSymbol(")") {
                _ = open.popLast()
            } else if tokens[index].kind != .name || keywords.contains(word) {
                // Neither selects series nor takes any.
            } else if beforeLabels.contains(word) {
                if symbol(at: index + 1) == "(" {
                    while index < tokens.count, symbol(at: index) != ")" { index += 1 }
                }
            } else if symbol(at: index + 1) == "("
                || index + 1 < tokens.count && ["by", "without"].contains(tokens[index + 1].text)
            {
                contents.functions.insert(word)
                pending = word
            } else {
                var selector = PromQLSelector(name: word, function: open.last ?? nil)
                if symbol(at: index + 1) == "{" {
                    index += 2
                    while index < tokens.count, symbol(at: index) != "}" {
                        if tokens[index].kind == .name, let comparison = symbol(at: index + 1),
                            index + 2 < tokens.count, let value = tokens[index + 2].quoted
                        {
                            selector.matchers.append(
                                Matcher(label: tokens[index].text, comparison: comparison, value: value))
                        }
                        index += 1
                    }
                }
                if symbol(at: index + 1) == "[", index + 2 < tokens.count, tokens[index + 2].kind == .duration {
                    selector.range = tokens[index + 2].text
                    index += 3
                }
                contents.selectors.append(selector)
            }
            index += 1
        }
        return contents
    }
}
