/// A dashboard as its file has it.
struct Dashboard: Sendable {
    struct Section: Sendable {
        /// nil where the dashboard begins.
        let title: String?
        let rows: [[Panel]]
    }

    static let datasource: JSON = ["type": "prometheus", "uid": "${datasource}"]
    private static let tag = "litellm-budget"

    let uid: String
    let title: String
    let description: String
    let from: String
    let variables: [Variable]
    var annotations: [JSON] = []
    let sections: [Section]

    var path: String { "dashboards/\(uid).json" }

    var json: JSON {
        [
            "uid": .string(uid),
            "title": .string(title),
            "description": .string(description),
            "tags": [.string(Self.tag)],
            "editable": false,
            "schemaVersion": 39,
            "graphTooltip": 1,
            "timezone": "browser",
            "refresh": "1m",
            "time": ["from": .string(from), "to": "now"],
            "timepicker": [:],
            "fiscalYearStartMonth": 0,
            "links": [
                [
                    "type": "dashboards", "title": "LiteLLM budgets", "tags": [.string(Self.tag)],
                    "icon": "external link",
                    "asDropdown": false, "includeVars": true, "keepTime": true, "targetBlank": false, "tooltip": "",
                    "url": "",
                ]
            ],
            "templating": ["list": .array([Self.datasourceVariable] + variables.map(\.json))],
            "annotations": ["list": .array(annotations)],
            "panels": .array(panels),
        ]
    }

    private static let datasourceVariable: JSON = [
        "type": "datasource", "name": "datasource", "label": "Data source", "query": "prometheus", "regex": "",
        "hide": 0, "refresh": 1, "multi": false, "includeAll": false,
    ]

    /// Rows from left to right and top to bottom.
    private var panels: [JSON] {
        var panels: [JSON] = []
        var y = 0
        for section in sections {
            if let title = section.title {
                panels.append([
                    "id": .integer(panels.count + 1), "type": "row", "title": .string(title), "collapsed": false,
                    "gridPos": ["h": 1, "w": 24, "x": 0, "y": .integer(y)], "panels": [],
                ])
                y += 1
            }
            for row in section.rows {
                var x = 0
                for panel in row {
                    panels.append(panel.json(id: panels.count + 1, x: x, y: y))
                    x += panel.width
                }
                y += row.map(\.height).max() ?? 0
            }
        }
        return panels
    }
}
