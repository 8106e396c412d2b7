/// Reads pages of the three text formats and refuses whatever is not exactly right, more than any scraper would.
///
/// Beside the rules of the formats, the exporter's own: each family has TYPE and HELP and at least one sample; only
/// gauges, counters and histograms; no timestamps, no exemplars, no blank lines, no comments; no NaN unless allowed.
public struct StrictExpositionParser {
    public enum Format: Sendable, CaseIterable {
        case text004
        case text100
        case openMetrics100
    }

    private let format: Format
    private let allowsNaN: Bool
    private var page = ExpositionPage()
    private var lineNumber = 0
    private var current: ExpositionPage.Family?
    private var currentHead: [String] = []
    private var seenFamilies: Set<String> = []
    private var series: Set<[UInt8]> = []
    private var usedNames: Set<String> = []

    /// Reads a page.
    ///
    /// - Throws: ``ExpositionViolation``, the first one found.
    public static func parse(
        _ page: some Sequence<UInt8>, as format: Format, allowsNaN: Bool = false
    ) throws(ExpositionViolation) -> ExpositionPage {
        var parser = StrictExpositionParser(format: format, allowsNaN: allowsNaN)
        return try parser.parse(Array(page))
    }

    private init(format: Format, allowsNaN: Bool) {
        self.format = format
        self.allowsNaN = allowsNaN
    }

    private mutating func parse(_ bytes: [UInt8]) throws(ExpositionViolation) -> ExpositionPage {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw violation(.invalidUTF8) }
        guard text.utf8.last == UInt8(ascii: "\n") else { throw violation(.noFinalLineFeed) }
        var lines = text.unicodeScalars.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0) }
        if format == .openMetrics100 {
            guard lines.popLast() == "# EOF" else {
                lineNumber = lines.count + 1
                throw violation(.noEndOfFile)
            }
        }
        for line in lines {
            lineNumber += 1
            if line.hasPrefix("#") {
                try readHead(line)
            } else {
                try readSample(line)
            }
        }
        try closeFamily()
        return page
    }

    // MARK: Heads

    private mutating func readHead(_ line: String) throws(ExpositionViolation) {
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        let keywords = format == .openMetrics100 ? ["TYPE", "UNIT", "HELP"] : ["HELP", "TYPE"]
        guard words.count == 4, words[0] == "#", let rank = keywords.firstIndex(of: words[1]) else {
            throw violation(.unknownLine)
        }
        let (keyword, name, rest) = (words[1], words[2], words[3])
        if current?.name != name || !(current?.samples.isEmpty ?? true) {
            try openFamily(name)
        }
        guard !currentHead.contains(keyword) else { throw violation(.repeatedHead) }
        guard currentHead.allSatisfy({ (keywords.firstIndex(of: $0) ?? 0) < rank }) else {
            throw violation(.headsOutOfOrder)
        }
        currentHead.append(keyword)
        switch keyword {
        case "TYPE":
            guard let type = ExpositionPage.FamilyType(rawValue: rest) else { throw violation(.unknownType) }
            current?.type = type
        case "UNIT":
            guard !rest.isEmpty, name.hasSuffix("_" + rest) else { throw violation(.unitNotInName) }
            current?.unit = rest
        default:
            guard !rest.isEmpty else { throw violation(.emptyHelp) }
            let quotesAreEscaped = format == .openMetrics100
            guard let help = LineScanner.unescaped(rest, quotes: quotesAreEscaped) else { throw violation(.badEscape) }
            current?.help = help
        }
    }

    private mutating func openFamily(_ name: String) throws(ExpositionViolation) {
        // A head after samples of its own family comes too late; after those of another, the family is in two groups.
        if current?.name == name { throw violation(.headAfterSamples) }
        try closeFamily()
        guard LineScanner.isLegalName(name) else { throw violation(.illegalName) }
        guard seenFamilies.insert(name).inserted else { throw violation(.familyInTwoGroups) }
        current = ExpositionPage.Family(name: name)
        currentHead = []
    }

    private mutating func closeFamily() throws(ExpositionViolation) {
        guard let family = current else { return }
        guard !family.samples.isEmpty else { throw violation(.familyWithoutSamples) }
        if family.type == .histogram, let problem = HistogramCheck.problem(of: family, format) {
            throw violation(problem)
        }
        page.append(family)
        current = nil
    }

    // MARK: Samples

    private mutating func readSample(_ line: String) throws(ExpositionViolation) {
        let sample: ExpositionPage.Sample
        do {
            sample = try LineScanner.sample(line)
        } catch {
            throw violation(error)
        }
        guard let family = current else { throw violation(.sampleOfOtherFamily) }
        guard currentHead.contains("TYPE"), currentHead.contains("HELP") else { throw violation(.incompleteHead) }
        if family.samples.isEmpty { try checkName(of: family) }
        guard sampleNames(of: family).contains(sample.series.name) else { throw violation(.sampleOfOtherFamily) }
        let isBucket = family.type == .histogram && sample.series.name == family.name + "_bucket"
        guard (sample.series.labels["le"] != nil) == isBucket else { throw violation(.misplacedBucketLabel) }
        guard series.insert(sample.series.identity).inserted else { throw violation(.repeatedSeries) }
        guard allowsNaN || !sample.value.isNaN else { throw violation(.notANumber) }
        if family.type == .counter, !(sample.value.isFinite && sample.value >= 0) { throw violation(.badCounterValue) }
        current?.samples.append(sample)
    }

    private mutating func checkName(of family: ExpositionPage.Family) throws(ExpositionViolation) {
        let endsInTotal = family.name.hasSuffix("_total")
        let counterEndsInTotal = format != .openMetrics100
        guard endsInTotal == (family.type == .counter && counterEndsInTotal) else { throw violation(.totalSuffix) }
        guard !["_bucket", "_sum", "_count", "_created"].contains(where: family.name.hasSuffix) else {
            throw violation(.reservedSuffix)
        }
        let stem = endsInTotal ? String(family.name.dropLast("_total".count)) : family.name
        let names = Set(sampleNames(of: family) + [stem] + (family.type == .gauge ? [] : [stem + "_created"]))
        guard usedNames.isDisjoint(with: names) else { throw violation(.nameClash) }
        usedNames.formUnion(names)
    }

    private func sampleNames(of family: ExpositionPage.Family) -> [String] {
        switch family.type {
        case .gauge: [family.name]
        case .counter: [format == .openMetrics100 ? family.name + "_total" : family.name]
        case .histogram: ["_bucket", "_sum", "_count"].map { family.name + $0 }
        }
    }

    private func violation(_ rule: ExpositionViolation.Rule) -> ExpositionViolation {
        ExpositionViolation(rule: rule, line: lineNumber)
    }
}
