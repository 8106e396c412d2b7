extension Panel {
    /// One number, large.
    static func stat(
        _ title: String, _ unit: Unit, _ expression: String, legend: String = "", thresholds: Thresholds = .none,
        width: Int = 4, describedAs description: String
    ) -> Panel {
        var panel = Panel(kind: .stat, title: title, description: description)
        panel.width = width
        panel.height = 4
        panel.unit = unit
        panel.thresholds = thresholds
        panel.targets = [Target(expression: expression, legend: legend, form: .instant)]
        panel.options = [
            "reduceOptions": ["calcs": ["lastNotNull"], "fields": "", "values": false],
            "orientation": "auto", "textMode": "auto", "colorMode": "value", "graphMode": "none",
            "justifyMode": "auto",
        ]
        return panel
    }

    /// Lines over time, from zero on, with what each is beside them.
    static func lines(
        _ title: String, _ unit: Unit, _ targets: [Target], describedAs description: String
    ) -> Panel {
        var panel = Panel(kind: .timeseries, title: title, description: description)
        panel.unit = unit
        panel.targets = targets
        panel.colorMode = "palette-classic-by-name"
        panel.custom = style(drawing: "line", fill: 5, stacking: "none")
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

    private static func style(drawing: String, fill: Int, stacking: String) -> JSON {
        [
            "drawStyle": .string(drawing), "lineInterpolation": "linear", "lineWidth": 2, "fillOpacity": .integer(fill),
            "showPoints": "never", "spanNulls": false, "axisSoftMin": 0, "axisPlacement": "auto",
            "stacking": ["group": "A", "mode": .string(stacking)], "thresholdsStyle": ["mode": "off"],
        ]
    }

    /// Where a line at zero is what matters, a line is drawn there.
    mutating func drawZeroLine() {
        thresholds = Thresholds(base: "transparent", steps: [(0, Palette.vermilion)])
        custom = custom?.with("thresholdsStyle", ["mode": "line"])
    }

    /// Accounts side by side, the highest first.
    static func bars(
        _ title: String, _ unit: Unit, _ expression: String, legend: String, describedAs description: String
    ) -> Panel {
        var panel = Panel(kind: .bargauge, title: title, description: description)
        panel.unit = unit
        panel.targets = [Target(expression: expression, legend: legend, form: .instant, isSorted: true)]
        panel.options = [
            "reduceOptions": ["calcs": ["lastNotNull"], "fields": "", "values": false],
            "orientation": "horizontal", "displayMode": "basic", "valueMode": "color", "showUnfilled": true,
            "sizing": "auto", "minVizHeight": 16, "minVizWidth": 8, "maxVizHeight": 300, "namePlacement": "left",
            "legend": ["calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": false],
        ]
        return panel
    }
}
