extension Panel {
    /// One number, large.
    static func stat(
        _ title: String, _ unit: Unit, _ expression: String, legend: String = "", thresholds: Thresholds = .none,
        isFilled: Bool = false, describedAs description: String
    ) -> Panel {
        var panel = Panel(kind: .stat, title: title, description: description)
        panel.width = 4
        panel.height = 4
        panel.unit = unit
        panel.decimals = unit.decimals
        panel.thresholds = thresholds
        panel.targets = [Target(expression: expression, legend: legend, form: .instant)]
        panel.options = [
            "reduceOptions": ["calcs": ["lastNotNull"], "fields": "", "values": false],
            // Of several accounts one below the other, each with its name.
            "orientation": "horizontal", "textMode": "auto",
            "colorMode": isFilled ? "background_solid" : "value", "graphMode": "none",
            "justifyMode": "auto",
        ]
        return panel
    }

    /// Lines over time, from zero on, with what each is beside them: in shades of blue, unless overrides say more.
    static func lines(
        _ title: String, _ unit: Unit, _ targets: [Target], describedAs description: String
    ) -> Panel {
        var panel = Panel(kind: .timeseries, title: title, description: description)
        panel.unit = unit
        panel.targets = targets
        panel.color = Palette.shades(of: Palette.blue)
        panel.custom = style(drawing: "line", fill: targets.count > 1 ? 0 : 5, stacking: "none")
        panel.options = [
            "legend": ["displayMode": "table", "placement": "right", "showLegend": true, "calcs": ["lastNotNull"]],
            "tooltip": ["mode": "multi", "sort": "desc"],
        ]
        return panel
    }

    /// Bars over time, one upon the other.
    static func stackedBars(
        _ title: String, _ unit: Unit, _ targets: [Target], describedAs description: String
    ) -> Panel {
        var panel = lines(title, unit, targets, describedAs: description)
        panel.custom = style(drawing: "bars", fill: 70, stacking: "normal")
        return panel
    }

    /// What leads by some figure, each rank by a query of its own: that gives it a colour that everybody can tell from the
    /// others, which no palette of Grafana's does.
    ///
    /// - Parameters:
    ///   - value: What is shown.
    ///   - figure: What it is ranked by, with the same labels.
    mutating func rank(_ value: String, by figure: String, _ legend: String, withOthers: Bool = false) {
        let ranks = Palette.series.indices.map { $0 + 1 }
        targets = ranks.map { rank in
            let only = rank == 1 ? "" : " unless topk(\(rank - 1), \(figure))"
            return Target(expression: "\(value) and (topk(\(rank), \(figure))\(only))", legend: legend)
        }
        if withOthers {
            targets.append(
                Target(
                    expression: "sum(\(value) unless topk(\(ranks.count), \(figure)))", legend: "all others"))
        }
        colorQueries(Palette.series + (withOthers ? [Palette.grey] : []))
        if !withOthers { custom = custom?.with("fillOpacity", 0) }
    }

    /// Gives each query's series a colour.
    mutating func colorQueries(_ colors: [String]) {
        overrides += zip(targets.indices, colors).map { index, color in
            Override(fields: .query(Self.refID(index)), properties: [("color", Palette.fixed(color))])
        }
    }

    private static func style(drawing: String, fill: Int, stacking: String) -> JSON {
        [
            "drawStyle": .string(drawing), "lineInterpolation": "linear", "lineWidth": 2, "fillOpacity": .integer(fill),
            "showPoints": "never", "spanNulls": false, "axisSoftMin": 0, "axisPlacement": "auto",
            "stacking": ["group": "A", "mode": .string(stacking)], "thresholdsStyle": ["mode": "off"],
        ]
    }

    /// Where a line at zero is what matters, a line is drawn there.
    mutating func drawZeroLine() {
        drawLine(at: 0)
    }

    /// The axis reaches at least so far.
    mutating func softMaximum(_ value: Double) {
        custom = custom.map { .object($0.members + [.init(name: "axisSoftMax", value: .of(value))]) }
    }

    mutating func drawLine(at value: Double) {
        thresholds = Thresholds(base: Palette.transparent, steps: [(value, Palette.vermilion)])
        custom = custom?.with("thresholdsStyle", ["mode": "line"])
    }

    /// Accounts side by side, the highest first.
    static func bars(
        _ title: String, _ unit: Unit, _ expression: String, legend: String, describedAs description: String
    ) -> Panel {
        var panel = Panel(kind: .bargauge, title: title, description: description)
        panel.unit = unit
        panel.decimals = unit.decimals
        panel.minimum = 0
        panel.thresholds = Thresholds.none.upon(Palette.blue)
        panel.targets = [Target(expression: expression, legend: legend, form: .instant, isSorted: true)]
        panel.options = [
            "reduceOptions": ["calcs": ["lastNotNull"], "fields": "", "values": false],
            "orientation": "horizontal", "displayMode": "basic", "valueMode": "text", "showUnfilled": true,
            "sizing": "auto", "minVizHeight": 16, "minVizWidth": 8, "maxVizHeight": 300, "namePlacement": "left",
            "legend": ["calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": false],
        ]
        return panel
    }
}
