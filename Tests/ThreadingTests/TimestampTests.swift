import Testing
import Threading

@Suite struct TimestampTests {
    @Test(
        "reads every date that LiteLLM writes",
        arguments: [
            ("2026-12-01T00:00:00Z", 1_796_083_200),
            ("2026-11-21T00:38:49.123000Z", 1_795_221_529.123),
            ("2026-12-31T23:59:59.999000+00:00", 1_798_761_599.999),
            ("2026-11-21T05:30:00+05:30", 1_795_219_200),
            ("2026-11-20T19:00:00-05:00", 1_795_219_200),
            ("2026-11-21T00:00:00", 1_795_219_200),
            ("2026-11-21 00:00:00", 1_795_219_200),
            ("2026-11-21", 1_795_219_200),
            ("2026-11-21T00:00", 1_795_219_200),
            ("2024-02-29T12:00:00.5Z", 1_709_208_000.5),
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2026-11-21T00:00:00.123456789Z", 1_795_219_200.123456789),
        ] as [(String, Double)])
    func readsRFC3339(text: String, seconds: Double) throws {
        let time = try #require(Timestamp(rfc3339: text))
        #expect(abs(time.unixSeconds - seconds) < 1e-6)
    }

    @Test(
        "refuses what is no date",
        arguments: [
            "", "tomorrow", "2026-13-01", "2026-02-30T00:00:00Z", "2026-00-10", "2026-11-21T25:00:00Z",
            "2026-11-21T00:61:00Z", "2026-11-21T00:00:00Zx", "2026-11-21T", "2026-11-21T00:00:00+5", "20261121",
            "2026-11-21T00:00:00+24:00", "２０２６-11-21",
        ])
    func refusesOtherText(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("reads the Date header of a response")
    func readsHTTPDates() {
        #expect(Timestamp(httpDate: "Sat, 21 Nov 2026 00:48:15 GMT")?.unixSeconds == 1_795_222_095)
        #expect(Timestamp(httpDate: "Sat, 21 Nov 2026 00:48:15 CET") == nil)
        #expect(Timestamp(httpDate: "2026-11-21T00:48:15Z") == nil)
        #expect(Timestamp(httpDate: "") == nil)
        #expect(Timestamp(httpDate: "Sat, 21 Nov 9223372036854775807 00:48:15 GMT") == nil)
        #expect(Timestamp(httpDate: "Sat, +21 Nov 2026 00:48:15 GMT") == nil)
    }

    @Test(
        "writes what it reads",
        arguments: [
            "2026-11-21T00:48:15Z", "1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "1969-12-31T23:59:59Z",
            "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
        ])
    func describesItself(text: String) {
        #expect(Timestamp(rfc3339: text)?.description == text)
    }

    @Test("describes times that no calendar holds by their number")
    func describesTheAbsurd() {
        #expect(Timestamp(unixSeconds: .infinity).description == "inf")
        #expect(Timestamp(unixSeconds: 1e18).description == "1e+18")
    }
}
