import Exposition
import TestSupport
import Testing

@Suite("Exposition: whole pages")
struct ExpositionPageTests {
    private static let up = MetricFamily.gauge("litellm_up", help: "Whether the \"last\" attempt\nwas \\ understood.")
    private static let spend = MetricFamily.counter(
        "litellm_team_spend_usd_total", unit: .usd, help: "Spend, over budget resets.")
    private static let remaining = MetricFamily.gauge(
        "litellm_remaining_team_budget_metric", unit: .usd, help: "Limit less spend.")
    private static let duration = MetricFamily.histogram(
        "litellm_budget_exporter_upstream_request_duration_seconds", unit: .seconds, help: "Time of a request.")
    private static let absent = MetricFamily.gauge("litellm_key_expires_timestamp_seconds", help: "When a key expires.")

    private static func page() -> Exposition {
        let red = LabelBlock(["team_id": "t-1", "team_alias": "Red \"quoted\" \\ team"])
        let blue = LabelBlock(["team_id": "t-2", "team_alias": ""])
        var up = SegmentBuilder(Self.up)
        up.render { $0.sample(1) }
        var spend = SegmentBuilder(Self.spend)
        spend.render { $0.sample(red, 12.5) }
        spend.render { _ in }
        spend.render { $0.sample(blue, and: LabelBlock(["window": "1h"]), 3) }
        var absent = SegmentBuilder(Self.absent)
        absent.render { _ in }
        var remaining = SegmentBuilder(Self.remaining)
        remaining.render {
            $0.sample(red, -0.25)
            $0.sample(blue, .infinity)
        }
        var duration = SegmentBuilder(Self.duration)
        duration.render {
            $0.histogram(
                LabelBlock(["endpoint": "/v2/team/list"]), upperBounds: [0.25, 1], counts: [2, 0, 1], sum: 9.75)
        }
        return Exposition([up.finish(), spend.finish(), absent.finish(), remaining.finish(), duration.finish()])
    }

    @Test(
        "A page of the Prometheus text formats has HELP and TYPE",
        arguments: [ExpositionFormat.text004, .text100])
    func textPage(format: ExpositionFormat) {
        let expected = #"""
            # HELP litellm_up Whether the "last" attempt\nwas \\ understood.
            # TYPE litellm_up gauge
            litellm_up 1
            # HELP litellm_team_spend_usd_total Spend, over budget resets.
            # TYPE litellm_team_spend_usd_total counter
            litellm_team_spend_usd_total{team_id="t-1",team_alias="Red \"quoted\" \\ team"} 12.5
            litellm_team_spend_usd_total{team_id="t-2",team_alias="",window="1h"} 3
            # HELP litellm_remaining_team_budget_metric Limit less spend.
            # TYPE litellm_remaining_team_budget_metric gauge
            litellm_remaining_team_budget_metric{team_id="t-1",team_alias="Red \"quoted\" \\ team"} -0.25
            litellm_remaining_team_budget_metric{team_id="t-2",team_alias=""} +Inf
            # HELP litellm_budget_exporter_upstream_request_duration_seconds Time of a request.
            # TYPE litellm_budget_exporter_upstream_request_duration_seconds histogram
            litellm_budget_exporter_upstream_request_duration_seconds_bucket{endpoint="/v2/team/list",le="0.25"} 2
            litellm_budget_exporter_upstream_request_duration_seconds_bucket{endpoint="/v2/team/list",le="1.0"} 2
            litellm_budget_exporter_upstream_request_duration_seconds_bucket{endpoint="/v2/team/list",le="+Inf"} 3
            litellm_budget_exporter_upstream_request_duration_seconds_sum{endpoint="/v2/team/list"} 9.75
            litellm_budget_exporter_upstream_request_duration_seconds_count{endpoint="/v2/team/list"} 3

            """#
        #expect(Self.page().text(format) == expected)
    }

    @Test("A page of OpenMetrics has TYPE, UNIT and HELP, counters without _total in them, and an end")
    func openMetricsPage() {
        let expected = #"""
            # TYPE litellm_up gauge
            # HELP litellm_up Whether the \"last\" attempt\nwas \\ understood.
            litellm_up 1
            # TYPE litellm_team_spend_usd counter
            # UNIT litellm_team_spend_usd usd
            # HELP litellm_team_spend_usd Spend, over budget resets.
            litellm_team_spend_usd_total{team_id="t-1",team_alias="Red \"quoted\" \\ team"} 12.5
            litellm_team_spend_usd_total{team_id="t-2",team_alias="",window="1h"} 3
            # TYPE litellm_remaining_team_budget_metric gauge
            # HELP litellm_remaining_team_budget_metric Limit less spend.
            litellm_remaining_team_budget_metric{team_id="t-1",team_alias="Red \"quoted\" \\ team"} -0.25
            litellm_remaining_team_budget_metric{team_id="t-2",team_alias=""} +Inf
            # TYPE litellm_budget_exporter_upstream_request_duration_seconds histogram
            # UNIT litellm_budget_exporter_upstream_request_duration_seconds seconds
            # HELP litellm_budget_exporter_upstream_request_duration_seconds Time of a request.
            litellm_budget_exporter_upstream_request_duration_seconds_bucket{endpoint="/v2/team/list",le="0.25"} 2
            litellm_budget_exporter_upstream_request_duration_seconds_bucket{endpoint="/v2/team/list",le="1.0"} 2
            litellm_budget_exporter_upstream_request_duration_seconds_bucket{endpoint="/v2/team/list",le="+Inf"} 3
            litellm_budget_exporter_upstream_request_duration_seconds_sum{endpoint="/v2/team/list"} 9.75
            litellm_budget_exporter_upstream_request_duration_seconds_count{endpoint="/v2/team/list"} 3
            # EOF

            """#
        #expect(Self.page().text(.openMetrics100) == expected)
    }

    @Test("An exposition without samples is an empty page", arguments: ExpositionFormat.allCases)
    func emptyPage(format: ExpositionFormat) throws {
        var absent = SegmentBuilder(Self.absent)
        absent.render { _ in }
        let page = Exposition([absent.finish(), SegmentBuilder(Self.up).finish()])
        #expect(page.text(format) == (format == .openMetrics100 ? "# EOF\n" : ""))
        #expect(try Gzip.inflated(page.body(format, .gzip).bytes) == page.body(format, .identity).bytes)
    }

    @Test("The strict parser reads every page and finds every value", arguments: ExpositionFormat.allCases)
    func strictParser(format: ExpositionFormat) throws {
        let bytes = Self.page().body(format, .identity).bytes
        let page = try StrictExpositionParser.parse(bytes, as: format.strictFormat)
        #expect(page.families.count == 4)
        #expect(page.value("litellm_up") == 1)
        #expect(page["litellm_team_spend_usd_total", ["team_alias": "Red \"quoted\" \\ team"]] == 12.5)
        #expect(page["litellm_team_spend_usd_total", ["team_id": "t-2", "team_alias": "", "window": "1h"]] == 3)
        #expect(page["litellm_remaining_team_budget_metric", ["team_id": "t-2"]] == .infinity)
        #expect(page.samples(of: "litellm_key_expires_timestamp_seconds").isEmpty)
        let up = try #require(page.family("litellm_up"))
        #expect(up.help == "Whether the \"last\" attempt\nwas \\ understood.")
    }

    @Test("A segment is found by its family, an empty one too")
    func segmentLookup() {
        let page = Self.page()
        #expect(page.segment(of: Self.spend)?.blockCount == 3)
        #expect(page.segment(of: Self.spend)?.isEmpty == false)
        #expect(page.segment(of: Self.absent)?.isEmpty == true)
        #expect(page.segment(of: .gauge("litellm_other", help: "Other.")) == nil)
    }
}
