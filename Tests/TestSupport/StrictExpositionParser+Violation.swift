/// The first thing that is wrong with a page.
public struct ExpositionViolation: Error, Equatable, CustomStringConvertible {
    public enum Rule: String, Error {
        case invalidUTF8 = "the page is not UTF-8"
        case noFinalLineFeed = "the page does not end in a line feed"
        case noEndOfFile = "the last line is not # EOF"
        case unknownLine = "the line is neither a sample nor a head of this format"
        case repeatedHead = "the family has this head already"
        case headsOutOfOrder = "the heads of a family are in the wrong order"
        case headAfterSamples = "a head follows samples of its family"
        case incompleteHead = "the family lacks TYPE or HELP"
        case familyInTwoGroups = "the family has lines further up"
        case familyWithoutSamples = "the family has no samples"
        case unknownType = "the type is none of gauge, counter, histogram"
        case unitNotInName = "the family's name does not end in the unit"
        case emptyHelp = "the help text is empty"
        case badEscape = "a backslash or a quote is not escaped as the format wants it"
        case illegalName = "the name has a character that is not allowed"
        case totalSuffix = "_total ends the name of a counter, and of no other"
        case reservedSuffix = "the suffix belongs to samples of another type"
        case nameClash = "another family uses the same name"
        case sampleOfOtherFamily = "the sample does not belong to the family whose head is above"
        case malformedLabels = "the labels are malformed"
        case repeatedLabel = "a label is given twice"
        case misplacedBucketLabel = "le belongs to each bucket of a histogram and to nothing else"
        case malformedValue = "the value is not a number as the formats write it"
        case timestamp = "something follows the value"
        case repeatedSeries = "the series has a sample already"
        case notANumber = "the value is NaN"
        case badCounterValue = "a counter is negative or not finite"
        case interleavedHistograms = "the samples of a histogram do not stand together"
        case incompleteHistogram = "a histogram lacks its sum, its count or the bucket +Inf"
        case bucketsOutOfOrder = "the buckets of a histogram do not ascend"
        case bucketsNotCumulative = "the buckets of a histogram do not add up to its count"
        case bucketBoundNotCanonical = "the bound of a bucket is not written as OpenMetrics wants it (1.0)"
    }

    public let rule: Rule
    /// The first line is 1; the whole page is 0. What is wrong with a family as a whole is found where it ends.
    public let line: Int

    public init(rule: Rule, line: Int) {
        self.rule = rule
        self.line = line
    }

    public var description: String {
        "line \(line): \(rule.rawValue)"
    }
}
