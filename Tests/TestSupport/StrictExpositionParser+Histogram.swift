/// What the samples of a histogram family owe one another.
enum HistogramCheck {
    static func problem(
        of family: ExpositionPage.Family, _ format: StrictExpositionParser.Format
    ) -> ExpositionViolation.Rule? {
        let labels = family.samples.map { sample in sample.series.labels.filter { $0.key != "le" } }
        let groups = Dictionary(grouping: zip(labels, family.samples)) { $0.0 }.mapValues { $0.map(\.1) }
        let changes = zip(labels, labels.dropFirst()).count { $0 != $1 }
        guard changes == groups.count - 1 else { return .interleavedHistograms }
        return groups.values.lazy.compactMap { problem(of: $0, family.name, format) }.first
    }

    /// What is wrong with one histogram, whose samples are in the order of the page.
    private static func problem(
        of samples: [ExpositionPage.Sample], _ name: String, _ format: StrictExpositionParser.Format
    ) -> ExpositionViolation.Rule? {
        let buckets = samples.filter { $0.series.name == name + "_bucket" }
        let written = buckets.compactMap { $0.series.labels["le"] }
        let bounds = written.compactMap(LineScanner.number)
        guard bounds.count == buckets.count, bounds.last == .infinity,
            samples.contains(where: { $0.series.name == name + "_sum" }),
            let count = samples.first(where: { $0.series.name == name + "_count" })
        else { return .incompleteHistogram }
        guard zip(bounds, bounds.dropFirst()).allSatisfy(<) else { return .bucketsOutOfOrder }
        let counts = buckets.map(\.value)
        guard zip(counts, counts.dropFirst()).allSatisfy(<=), counts.allSatisfy({ $0 >= 0 }), counts.last == count.value
        else { return .bucketsNotCumulative }
        let isCanonical = zip(written, bounds).allSatisfy { $0 == "+Inf" || $0 == $1.description }
        return format == .openMetrics100 && !isCanonical ? .bucketBoundNotCanonical : nil
    }
}
