import Testing

/// A dashboard held against what a Prometheus has at a time.
struct DashboardCheck {
    let dashboard: LintedDashboard
    let prometheus: PrometheusQueries
    /// The end of the time range.
    let end: Double

    /// Every variable offers something.
    func expectVariables(_ choice: DashboardChoice) async throws {
        for variable in dashboard.variables {
            guard let query = VariableQuery(variable) else { continue }
            let options = try await options(of: query, choice)
            #expect(!options.isEmpty, "\(dashboard.path): \(variable["name"]) offers nothing")
            #expect(options.allSatisfy { !$0.value.isEmpty && !$0.text.isEmpty })
        }
    }

    /// Every query of every panel has data in both forms, with the labels that its legend or its table names, and finite.
    func expectAnswers(_ choice: DashboardChoice) async throws {
        for panel in dashboard.panels {
            for target in panel.targets {
                guard let expression = target["expr"].text else { continue }
                let place = "\(dashboard.path), \(panel.title) \(target["refId"].text ?? "")"
                do {
                    for (form, series) in [
                        ("instant", try await instant(expression, choice)),
                        ("range", try await range(expression, choice)),
                    ] {
                        #expect(!series.isEmpty, "\(place): no data in \(form) form")
                        #expect(series.allSatisfy { $0.values.allSatisfy(\.isFinite) }, "\(place): \(form) form")
                        expectLabels(of: series, in: panel, target, place)
                    }
                } catch let error as PrometheusQueries.Refused {
                    Issue.record("\(place): \(error)")
                }
            }
        }
        for annotation in dashboard.json["annotations"]["list"].elements {
            let expression = try #require(annotation["expr"].text)
            #expect(try await !range(expression, choice).isEmpty, "\(dashboard.path): \(annotation["name"])")
        }
    }

    private func expectLabels(
        of series: [PrometheusQueries.Series], in panel: LintedPanel, _ target: JSON, _ place: String
    ) {
        for label in (target["legendFormat"].text ?? "").matches(of: #/{{(\w+)}}/#).map({ String($0.1) }) {
            #expect(series.allSatisfy { $0.labels[label]?.isEmpty == false }, "\(place): no \(label)")
        }
        guard panel.type == "table" else { return }
        // Another label would be another column, and keep the values of an account from meeting in one row.
        let expected = Set(panel.columnTitles.keys).union(["job"])
        for series in series {
            let other = Set(series.labels.keys).subtracting(expected)
            #expect(other.isEmpty, "\(place): columns for \(other)")
        }
    }

    /// What one exporter of a pair tells is what both tell: nothing is counted twice.
    func expectSame(_ choice: DashboardChoice, _ other: DashboardChoice) async throws {
        for panel in dashboard.panels {
            for expression in panel.expressions {
                let (one, two) = (try await instant(expression, choice), try await instant(expression, other))
                #expect(Self.figures(one) == Self.figures(two), "\(dashboard.path), \(panel.title)")
            }
        }
    }

    private static func figures(_ series: [PrometheusQueries.Series]) -> [[String: String]: [Double]] {
        Dictionary(series.map { ($0.labels, $0.values) }) { $0 + $1 }
    }

    /// No panel shows another team than those that are offered for a choice.
    func expectOnly(_ choice: DashboardChoice, teams expected: Int) async throws {
        let query = try #require(dashboard.variable("team").flatMap(VariableQuery.init))
        let teams = Set(try await options(of: query, choice).map(\.value))
        #expect(teams.count == expected)
        for panel in dashboard.panels {
            for expression in panel.expressions {
                let shown = Set(try await instant(expression, choice).compactMap { $0.labels["team_id"] })
                #expect(shown.isSubset(of: teams), "\(dashboard.path), \(panel.title)")
            }
        }
    }

    /// The columns of a table, by their titles: each a value for each of these ids.
    func columns(of title: String, by id: String, _ choice: DashboardChoice) async throws -> [String: [String: Double]]
    {
        let panel = try #require(dashboard.panels.first { $0.title == title })
        var columns: [String: [String: Double]] = [:]
        for target in panel.targets {
            let title = try #require(panel.columnTitles["Value #\(target["refId"].text ?? "")"])
            for series in try await instant(target["expr"].text ?? "", choice) {
                guard let account = series.labels[id] else { continue }
                columns[title, default: [:]][account] = series.values.first
            }
        }
        return columns
    }

    /// The values of a label of what a panel shows.
    func values(of label: String, in title: String, _ choice: DashboardChoice) async throws -> Set<String> {
        let panel = try #require(dashboard.panels.first { $0.title == title })
        let series = try await instant(panel.expressions.first ?? "", choice)
        return Set(series.compactMap { $0.labels[label] })
    }

    /// What the first query of a panel gives.
    func figures(in title: String, _ choice: DashboardChoice) async throws -> [Double] {
        let panel = try #require(dashboard.panels.first { $0.title == title })
        return try await instant(panel.expressions.first ?? "", choice).flatMap(\.values)
    }

    private func options(
        of query: VariableQuery, _ choice: DashboardChoice
    ) async throws -> [(text: String, value: String)] {
        query.options(of: try await instant(query.expression, choice).map(\.labels))
    }

    func instant(_ expression: String, _ choice: DashboardChoice) async throws -> [PrometheusQueries.Series] {
        try await prometheus.instant(choice.filled(expression), at: end)
    }

    func range(_ expression: String, _ choice: DashboardChoice) async throws -> [PrometheusQueries.Series] {
        try await prometheus.range(
            choice.filled(expression), from: end - Double(choice.hours) * 3600, to: end, step: choice.step)
    }
}

extension LintedPanel {
    /// The titles of a table's columns, by labels and `Value #A`; those that are not shown have none.
    fileprivate var columnTitles: [String: String] {
        let options = json["transformations"].elements.last { $0["id"].text == "organize" }?["options"] ?? .null
        let names = options["indexByName"].members.map(\.name)
        return Dictionary(uniqueKeysWithValues: names.map { ($0, options["renameByName"][$0].text ?? "") })
    }
}
