/// One metric family: a constant of the program, with the lines that introduce its samples in each format.
public struct MetricFamily: Sendable {
    /// The name in the Prometheus text formats; a counter's ends in `_total`.
    public let name: String
    public let type: MetricType
    public let unit: MetricUnit?
    /// What the values mean, for people.
    public let help: String

    /// HELP and TYPE, as both Prometheus text formats have them.
    let textHead: PageFragment
    /// TYPE, UNIT and HELP of OpenMetrics.
    let openMetricsHead: PageFragment

    /// Describes a family.
    ///
    /// - Parameters:
    ///   - name: Lower case letters, digits and underscores. `_total` ends the name of a counter and of no other, and the
    ///     suffixes of histogram samples end no name.
    ///   - unit: Unit of the values. OpenMetrics states it where the name ends in it.
    ///   - help: Text without spaces at its ends; not empty.
    /// - Precondition: The name and the help text keep these rules.
    public init(_ name: String, _ type: MetricType, unit: MetricUnit? = nil, help: String) {
        if let problem = Self.problem(name: name, type: type, help: help) {
            preconditionFailure("metric family \(name): \(problem)")
        }
        self.name = name
        self.type = type
        self.unit = unit
        self.help = help

        let deflater = Deflater()
        textHead = PageFragment(
            "# HELP \(name) \(help.escaped(quotes: false))\n# TYPE \(name) \(type.rawValue)\n", deflater)
        let openMetricsName = Self.openMetricsName(name, type)
        let statedUnit = unit.flatMap { openMetricsName.hasSuffix("_" + $0.rawValue) ? $0.rawValue : nil }
        openMetricsHead = PageFragment(
            "# TYPE \(openMetricsName) \(type.rawValue)\n"
                + (statedUnit.map { "# UNIT \(openMetricsName) \($0)\n" } ?? "")
                + "# HELP \(openMetricsName) \(help.escaped(quotes: true))\n",
            deflater)
    }

    public static func gauge(_ name: String, unit: MetricUnit? = nil, help: String) -> MetricFamily {
        MetricFamily(name, .gauge, unit: unit, help: help)
    }

    public static func counter(_ name: String, unit: MetricUnit? = nil, help: String) -> MetricFamily {
        MetricFamily(name, .counter, unit: unit, help: help)
    }

    public static func histogram(_ name: String, unit: MetricUnit? = nil, help: String) -> MetricFamily {
        MetricFamily(name, .histogram, unit: unit, help: help)
    }

    /// The name in OpenMetrics: a counter's is without `_total`.
    public var openMetricsName: String {
        Self.openMetricsName(name, type)
    }

    func head(in format: ExpositionFormat) -> PageFragment {
        switch format {
        case .text004, .text100: textHead
        case .openMetrics100: openMetricsHead
        }
    }

    private static func openMetricsName(_ name: String, _ type: MetricType) -> String {
        type == .counter ? String(name.dropLast("_total".count)) : name
    }
}
