import Exposition
import Polling

/// A family about the exporter itself: a row of the catalogue.
struct ReportFamily: Sendable {
    let family: MetricFamily
    /// The names of its labels, for the documentation.
    let labels: [String]
    let write: @Sendable (Report, inout SampleWriter) -> Void

    init(
        _ family: MetricFamily, labels: [String] = [],
        write: @escaping @Sendable (Report, inout SampleWriter) -> Void
    ) {
        self.family = family
        self.labels = labels
        self.write = write
    }

    /// A family with one series for each source that has the value.
    static func bySource(_ family: MetricFamily, value: @escaping @Sendable (SourceStatus) -> Double?) -> ReportFamily {
        ReportFamily(family, labels: ["source"]) { report, writer in
            for status in report.sources {
                guard let value = value(status) else { continue }
                writer.sample(LabelBlock(["source": status.source.rawValue]), value)
            }
        }
    }
}
