import Exposition
import Testing

/// `Accept` headers as versions of Prometheus and other clients send them.
private enum Accept {
    static let prometheus242 =
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
    static let prometheus250 =
        "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
    static let prometheus230 = "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
    static let prometheus3 =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
        + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
    static let prometheus33 =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
        + "application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.5,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
        + "text/plain;version=0.0.4;escaping=allow-utf-8;q=0.3,*/*;q=0.2"
    static let prometheus3Protobuf =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
        + "application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.5,"
        + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=underscores;q=0.3,"
        + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1"
    static let prometheus3Dots =
        "application/openmetrics-text;version=1.0.0;escaping=dots;q=0.6,"
        + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=dots;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
    static let prometheus3Text100 =
        "text/plain;version=1.0.0;escaping=values;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.4"
    static let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
}

private let text004 = "text/plain; version=0.0.4; charset=utf-8"
private let text100 = "text/plain; version=1.0.0; charset=utf-8; escaping="
private let openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8"

@Suite("Accept")
struct AcceptHeaderTests {
    @Test(
        "What clients send is answered with",
        arguments: [
            ([Accept.prometheus242], openMetrics),
            ([Accept.prometheus250], openMetrics),
            ([Accept.prometheus230], text004),
            ([Accept.prometheus3], openMetrics + "; escaping=allow-utf-8"),
            ([Accept.prometheus33], openMetrics + "; escaping=allow-utf-8"),
            ([Accept.prometheus3Protobuf], openMetrics + "; escaping=underscores"),
            ([Accept.prometheus3Dots], text004),
            ([Accept.prometheus3Text100], text100 + "values"),
            ([Accept.browser], text004),
            (["*/*"], text004),
            ([], text004),
        ])
    func clients(fields: [String], contentType: String) {
        #expect(AcceptHeader(fields).preferredFormat.contentType == contentType)
    }

    @Test(
        "The highest weight wins, then the closest range, then the first",
        arguments: [
            ("text/plain;version=0.0.4;q=0.4, application/openmetrics-text;version=1.0.0;q=0.5", openMetrics),
            ("text/plain;version=0.0.4;q=0.6, application/openmetrics-text;version=1.0.0;q=0.5", text004),
            ("text/plain;version=0.0.4, application/openmetrics-text;version=1.0.0", text004),
            ("application/openmetrics-text;version=1.0.0, text/plain;version=0.0.4", openMetrics),
            ("*/*, application/openmetrics-text", openMetrics),
            ("text/plain, application/openmetrics-text;version=1.0.0", openMetrics),
            ("text/plain;version=1.0.0, text/plain;version=0.0.4", text100 + "underscores"),
            ("application/*", openMetrics),
            ("application/*;q=0.5, text/*;q=0.4", openMetrics),
            ("text/*", text004),
            ("text/plain", text004),
            ("text/plain;version=1.0.0", text100 + "underscores"),
            ("application/openmetrics-text", openMetrics),
            ("application/openmetrics-text;q=0.001", openMetrics),
        ])
    func weights(field: String, contentType: String) {
        #expect(AcceptHeader([field]).preferredFormat.contentType == contentType)
    }

    @Test(
        "The closest range decides about a format, and a weight of 0 refuses it",
        arguments: [
            ("application/openmetrics-text;version=1.0.0;q=0, */*", text004),
            ("text/plain;q=0, */*;q=0.1", openMetrics),
            ("text/plain;version=0.0.4;q=0, text/plain", text100 + "underscores"),
            ("text/plain;q=0, text/plain;version=0.0.4;q=0.1, application/*;q=0", text004),
            ("application/openmetrics-text;q=0.0, text/plain;version=1.0.0;q=0.0001", text100 + "underscores"),
            ("*/*;q=0", text004),
            ("text/plain;q=0", text004),
        ])
    func refusals(field: String, contentType: String) {
        #expect(AcceptHeader([field]).preferredFormat.contentType == contentType)
    }

    @Test(
        "Another version, charset or scheme is another format",
        arguments: [
            "application/openmetrics-text;version=0.0.1", "application/openmetrics-text;version=2.0.0",
            "application/openmetrics-text;version=1.0.1", "application/openmetrics-text;version=\"\"",
            "application/openmetrics-text;version=1.0.0;charset=iso-8859-1", "text/plain;version=0.0.5",
            "application/openmetrics-text;version=1.0.0;escaping=dots", "text/plain;version=1.0.0;escaping=allow-utf8",
            "application/vnd.google.protobuf", "application/json", "text/openmetrics-text;version=1.0.0",
        ])
    func otherFormats(field: String) {
        #expect(AcceptHeader([field]).preferredFormat == NegotiatedFormat(.text004))
    }

    @Test(
        "Case, spaces, quotes, unknown parameters and what follows the weight make no difference",
        arguments: [
            "Application/OpenMetrics-Text;Version=1.0.0", "application/openmetrics-text ; version=1.0.0 ; q=0.5",
            "\tapplication/openmetrics-text;\tversion=\"1.0.0\"", "application/openmetrics-text;version=\"1\\.0.0\"",
            "application/openmetrics-text;version=1.0.0;charset=UTF-8",
            "application/openmetrics-text;version=1.0.0;new=1",
            "application/openmetrics-text;version=1.0.0;q=1;level=2;broken",
            "application/openmetrics-text;;version=1.0.0;",
            "application/openmetrics-text;note=\"a,b;c\";version=1.0.0", "application/openmetrics-text;Q=0.5",
        ])
    func spelling(field: String) {
        #expect(AcceptHeader([field]).preferredFormat.contentType == openMetrics)
    }

    @Test(
        "A malformed element is passed over and the others count",
        arguments: [
            "application/openmetrics-text;version", "application/openmetrics-text;version=",
            "application/openmetrics-text;=1",
            "application/openmetrics-text;q=2", "application/openmetrics-text;q=-1",
            "application/openmetrics-text;q=nan",
            "application/openmetrics-text;q=1e0", "application/openmetrics-text;q=0.5.5",
            "application/openmetrics-text;q=",
            "application/openmetrics-text;q=0x1", "application/ openmetrics-text", "application//openmetrics-text",
            "application/openmetrics-text version=1.0.0", "application/openmetrics-text;version=\"1.0.0\"x", "/",
            ";q=1", "",
            ",,,", "application/openmetrics-text;version=1.0.0\u{301}", "äpplication/openmetrics-text",
        ])
    func malformed(element: String) {
        let alone = AcceptHeader([element])
        #expect(alone.preferredFormat == NegotiatedFormat(.text004))
        let first = AcceptHeader([element + ", text/plain;version=1.0.0;q=0.1"])
        #expect(first.preferredFormat.format == .text100)
    }

    @Test("A quote that is never closed spoils the rest of its field only")
    func openQuote() {
        let open = "application/openmetrics-text;version=\"1.0.0, text/plain;version=1.0.0"
        #expect(AcceptHeader([open]).preferredFormat.format == .text004)
        #expect(AcceptHeader([open, "text/plain;version=1.0.0"]).preferredFormat.format == .text100)
    }

    @Test("Several fields are one list")
    func severalFields() {
        let fields = ["text/plain;version=0.0.4;q=0.5", "application/openmetrics-text;version=1.0.0;q=0.6"]
        #expect(AcceptHeader(fields).preferredFormat.format == .openMetrics100)
    }
}

@Suite("Accept-Encoding")
struct ContentEncodingTests {
    @Test(
        "gzip is sent to those who take it",
        arguments: [
            (["gzip"], ContentEncoding.gzip), (["GZIP"], .gzip), (["x-gzip"], .gzip),
            (["deflate, gzip, br, zstd"], .gzip),
            (["gzip;q=0.1"], .gzip), (["identity, gzip"], .gzip), (["gzip;q=0.5, identity;q=0.5"], .gzip),
            (["*"], .gzip), (["br, *;q=0.1"], .gzip), (["identity;q=0"], .gzip), (["*, identity;q=0"], .gzip),
            (["identity;q=0.2, *;q=0.3"], .gzip), (["br", "gzip"], .gzip), (["gzip, *;q=0"], .gzip),
            ([], .identity), ([""], .identity), (["identity"], .identity), (["br, deflate"], .identity),
            (["gzip;q=0"], .identity), (["gzip;q=0.000, *"], .identity), (["*;q=0"], .identity),
            (["gzip;q=0.4, identity;q=0.5"], .identity), (["identity, *;q=0.5"], .identity),
            (["gzip;q=0, identity;q=0"], .identity), (["gzip;q=2"], .identity), (["gzip;q=x, br"], .identity),
            (["gzipped"], .identity),
        ])
    func table(fields: [String], expected: ContentEncoding) {
        #expect(ContentEncoding(accepting: fields) == expected)
    }

    @Test("Only gzip has a Content-Encoding")
    func fieldValue() {
        #expect(ContentEncoding.gzip.fieldValue == "gzip")
        #expect(ContentEncoding.identity.fieldValue == nil)
    }
}
