/// A column of numbers in a table.
struct Column: Sendable {
    enum Style: Sendable {
        case plain
        /// A bar from nothing to all of it.
        case bar
        /// The thresholds colour the number.
        case colored(Thresholds)
        /// The value as a word on its colour.
        case words([(value: Int, text: String, color: String)])
    }

    let title: String
    let unit: Unit
    let expression: String
    var style = Style.plain
    var width: Int?

    var override: Override {
        // Else Grafana would write into each empty cell what the whole panel says when it is empty.
        var properties: [(id: String, value: JSON)] = [("unit", .string(unit.rawValue)), ("noValue", "")]
        if let decimals = unit.decimals { properties.append(("decimals", .integer(decimals))) }
        if let width { properties.append(("custom.width", .integer(width))) }
        switch style {
        case .plain: break
        case .bar:
            properties += [
                ("min", 0), ("max", 1), ("color", ["mode": "thresholds"]), ("thresholds", Thresholds.usedRatio.json),
                ("custom.cellOptions", ["type": "gauge", "mode": "basic", "valueDisplayMode": "text"]),
            ]
        case .colored(let thresholds):
            properties += [
                ("color", ["mode": "thresholds"]), ("thresholds", thresholds.json),
                ("custom.cellOptions", ["type": "color-text"]),
            ]
        case .words(let words):
            properties += [
                ("mappings", [.words(words)]),
                ("custom.cellOptions", ["type": "color-background", "mode": "basic"]),
            ]
        }
        return Override(fields: .named(title), properties: properties)
    }
}

extension Panel {
    /// A label that is a column, under a title; without one it is there for links only.
    typealias LabelColumn = (label: String, title: String?)

    /// A row for each account. All queries must give the same labels, by which their values are put into one row.
    static func table(
        _ title: String, rows labels: [LabelColumn], columns: [Column], sortedBy sorting: String,
        descending: Bool = true, groupedBy group: String? = nil, linkedTo link: (label: String, url: String)? = nil,
        describedAs description: String
    ) -> Panel {
        var panel = Panel(kind: .table, title: title, description: description)
        panel.width = 24
        panel.unit = .usd
        let first = labels.first { $0.title != nil }?.label
        let names = Set(labels.compactMap { AccountName(rawValue: $0.label) })
        panel.targets = columns.map { Target(expression: $0.expression, form: .table, names: names) }
        // Grafana's 150 would push the last columns off a laptop.
        panel.custom = ["align": "auto", "filterable": true, "minWidth": 90, "cellOptions": ["type": "auto"]]
        panel.overrides =
            columns.map(\.override)
            + labels.map { label in
                var properties: [(id: String, value: JSON)] = [("unit", "string"), ("noValue", "")]
                if label.title == nil { properties.append(("custom.hidden", true)) }
                if label.title != nil, label.label == first { properties.append(("custom.width", 200)) }
                if label.label == "window" { properties.append(("mappings", [.ownWeek])) }
                if let link, link.label == label.label {
                    properties.append(("links", [["title": "Show the team", "url": .string(link.url)]]))
                }
                return Override(fields: .named(label.title ?? label.label), properties: properties)
            }
        let values = columns.indices.map { columns.count == 1 ? "Value" : "Value #\(refID($0))" }
        let order = labels.map(\.label) + values
        let titles =
            labels.compactMap { label in label.title.map { (label.label, $0) } }
            + zip(values, columns.map(\.title))
        panel.transformations =
            (columns.count == 1 ? [] : [["id": "merge", "options": [:]]]) + [
                [
                    "id": "organize",
                    "options": [
                        "excludeByName": ["Time": true, "job": true, "namespace": true, "service": true],
                        "indexByName": .object(order.enumerated().map { .init(name: $1, value: .integer($0)) }),
                        "renameByName": .object(titles.map { .init(name: $0.0, value: .string($0.1)) }),
                    ],
                ]
            ]
        panel.options = [
            "cellHeight": "sm", "showHeader": true,
            "footer": ["show": false, "countRows": false, "fields": "", "reducer": ["sum"]],
            "sortBy": .array(
                (group.map { [["displayName": .string($0), "desc": false]] } ?? [])
                    + [["displayName": .string(sorting), "desc": .bool(descending)]]),
        ]
        return panel
    }
}
