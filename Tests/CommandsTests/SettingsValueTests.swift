import Testing

@testable import Commands

@Suite("Values") struct SettingsValueTests {
    @Test(
        "Durations are read, and shown in the shortest way",
        arguments: [
            ("30s", Duration.seconds(30), "30s"), ("5m", .seconds(300), "5m"), ("1h30m", .seconds(5400), "1h30m"),
            ("90s", .seconds(90), "1m30s"), ("1d", .seconds(86_400), "1d"), ("1500ms", .milliseconds(1500), "1s500ms"),
            ("007m", .seconds(420), "7m"), ("0s", .zero, "0s"), ("1h0m5s", .seconds(3605), "1h5s"),
        ])
    func durations(text: String, duration: Duration, shown: String) {
        #expect(DurationText.read(text) == duration)
        #expect(DurationText.show(duration) == shown)
    }

    @Test(
        "What is no duration is refused",
        arguments: [
            "", "30", "s", "3x", "-5s", "+5s", "1.5h", "30 s", "30S", "5m1h", "5s5s", "٣s", "99999999999999999999s",
            "9223372036854775807d", "9223372036854775807ms1s", "inf", "1h ",
        ])
    func noDurations(text: String) {
        #expect(DurationText.read(text) == nil)
    }

    @Test(
        "Values out of bounds or of the wrong kind are refused with the mend",
        arguments: [
            ("litellm.timeout", "8d", #""8d" is too long; the most is 7d"#),
            (
                "litellm.key-header", "Key:",
                #""Key:" is not the name of a header; write it like Authorization or x-litellm-key"#
            ),
            ("litellm.ca-file", "", #""" is no path of a file"#),
            ("poll.details", "ON", #""ON" is not a choice; write auto, on or off"#),
            ("poll.max-duty", "0", #""0" is not a number from 0.001 to 1; write it like 0.1"#),
            ("poll.max-duty", "1.01", #""1.01" is not a number from 0.001 to 1; write it like 0.1"#),
            ("poll.max-duty", "1e-300", #""1e-300" is not a number from 0.001 to 1; write it like 0.1"#),
            ("litellm.key-header", "Host", #""Host" is a header of HTTP itself; a key in it would end up in logs"#),
            ("poll.max-duty", "nan", #""nan" is not a number from 0.001 to 1; write it like 0.1"#),
            ("limit.keys", "-1", #""-1" is not a whole number from 0 to 1000000"#),
            ("label.key-hash-length", "15", #""15" is not a whole number from 16 to 64"#),
            ("label.key-hash-length", "65", #""65" is not a whole number from 16 to 64"#),
            ("metadata-label", "", #""" is no name of 1 to 64 bytes"#),
            ("team-label", "alias", #""alias" is not a choice; write team_id, team or both"#),
            (
                "web.listen-address", "4004",
                #""4004" is not an address and a port; write :4004 for all interfaces, "#
                    + "127.0.0.1:4004 for this machine only or [::1]:4004 for an IPv6 address"
            ),
            (
                "web.telemetry-path", "/-/ready",
                #""/-/ready" is kept for other pages of the exporter, as all under /-/, /api/ and /teams/ is; "#
                    + "write one such as /metrics"
            ),
            ("web.max-connections", "0", #""0" is not a whole number from 1 to 65536"#),
            ("log.level", "trace", #""trace" is not a choice; write debug, info, warn or error"#),
            ("log.format", "text", #""text" is not a choice; write logfmt or json"#),
            ("litellm.url", "http://h?a=b", "the URL must not have a query or a fragment; give the base address only"),
            ("litellm.url", "ftp://h", "the URL must begin with http:// or https://"),
            ("litellm.url", "http://", "the URL has no valid host and port; write it like http://litellm:4000"),
        ])
    func refused(name: String, text: String, complaint line: String) {
        #expect(complaint(["--\(name)=\(text)"]) == "--\(name): \(line)")
    }

    @Test(
        "Values at their bounds are taken",
        arguments: [
            "--litellm.timeout=7d", "--poll.max-duty=1", "--limit.teams=0", "--label.key-hash-length=16",
            "--web.listen-address=127.0.0.1:0", "--web.listen-address=[::1]:4004", "--litellm.url=http://[::1]:4000/a/",
        ])
    func accepted(flag: String) {
        #expect(complaint([flag]) == nil)
    }

    @Test("Text in errors stays on one line")
    func oneLine() {
        #expect(
            complaint(["--poll.mode=a\nb\u{2028}c\u{1B}[31m"])
                == #"--poll.mode: "a\nb\u{2028}c\u{1B}[31m" is not a choice; write discover, listed or self"#)
    }

    @Test(
        "The nearest name is suggested, and none when none is near",
        arguments: [
            ("poll.mdoe", "poll.mode"), ("mode", "poll.mode"), ("web.t", "web.telemetry-path"), ("web.", nil),
            ("x", nil), ("", nil),
            ("log.formt", "log.format"), ("exclude-teams", "exclude-team"),
        ] as [(String, String?)])
    func suggestions(name: String, suggestion: String?) {
        #expect(Suggestion.nearest(to: name, among: Settings.declarations.map(\.name)) == suggestion)
    }
}
