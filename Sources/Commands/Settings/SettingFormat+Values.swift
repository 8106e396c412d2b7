import Catalogue
import LiteLLMAdmin
import Polling
import Serving

extension SettingFormat where Value == String {
    /// A path of a file; that the file is there is found out when it is needed.
    static var path: SettingFormat {
        SettingFormat("path") { text throws(UnusableValue) in
            guard !text.isEmpty, !text.contains("\0") else { throw UnusableValue(text, "is no path of a file") }
            return text
        }
    }

    /// A name of an HTTP header: an RFC 9110 token.
    static var headerName: SettingFormat {
        SettingFormat("name") { text throws(UnusableValue) in
            let isToken = text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
            guard isToken, !text.isEmpty else {
                throw UnusableValue(text, "is not the name of a header; write it like Authorization or x-litellm-key")
            }
            guard !headersWithMeaning.contains(text.lowercased()) else {
                throw UnusableValue(text, "is a header of HTTP itself; a key in it would end up in logs")
            }
            return text
        }
    }

    /// A team as people call it.
    static var teamName: SettingFormat {
        SettingFormat("name") { text throws(UnusableValue) in
            guard !text.isEmpty else { throw UnusableValue(text, "is no team; leave it out for all teams") }
            return text
        }
    }

    /// A member of accounts' metadata that can be a label.
    static var metadataMember: SettingFormat {
        SettingFormat("name") { text throws(UnusableValue) in
            var configuration = Renderer.Configuration()
            do { try configuration.showMetadata([text]) } catch { throw UnusableValue("\(error)") }
            return text
        }
    }
}

extension SettingFormat where Value == String {
    /// An id of a team. A key that was taken for one is refused without being repeated.
    static var teamID: SettingFormat {
        SettingFormat("id") { text throws(UnusableValue) in
            guard !text.holdsKey else { throw UnusableValue("holds a key; give the id of a team") }
            guard !text.isEmpty, text.utf8.count <= 256 else { throw UnusableValue(text, "is no id of 1 to 256 bytes") }
            return text
        }
    }

    /// The hash of a key. What is none is never repeated, as it most likely is the key itself.
    static var keyHash: SettingFormat {
        SettingFormat("hash") { text throws(UnusableValue) in
            let hash = text.lowercased()
            guard KeyHash.isHash(hash) else {
                throw UnusableValue(
                    text.holdsKey
                        ? "holds a key, which belongs in no configuration; give its SHA-256 (printf %s KEY | sha256sum)"
                        : "holds something that is no SHA-256 of 64 hexadecimal digits")
            }
            return hash
        }
    }
}

/// Headers that say something else, and that servers log or act on.
private let headersWithMeaning: Set<String> = [
    "host", "content-length", "content-type", "transfer-encoding", "connection", "te", "upgrade", "trailer", "expect",
    "accept", "accept-encoding", "user-agent", "range", "cookie", "proxy-authorization", "proxy-connection", "referer",
]

extension SettingFormat where Value == BaseURL {
    /// An address of a proxy. It is never repeated in an error, as people write passwords into addresses.
    static var baseURL: SettingFormat {
        SettingFormat("url") { text throws(UnusableValue) in
            do { return try BaseURL(text) } catch { throw UnusableValue("the URL \(error)") }
        }
    }
}

extension SettingFormat where Value == ListenAddress {
    static var listenAddress: SettingFormat {
        SettingFormat("address") { text throws(UnusableValue) in
            do { return try ListenAddress(text) } catch { throw UnusableValue("\(error)") }
        }
    }
}

extension SettingFormat where Value == TelemetryPath {
    static var telemetryPath: SettingFormat {
        SettingFormat("path", show: \.text) { text throws(UnusableValue) in
            do { return try TelemetryPath(text) } catch { throw UnusableValue("\(error)") }
        }
    }
}

extension SettingFormat where Value == GlobPattern {
    static var pattern: SettingFormat {
        SettingFormat("pattern", show: \.text) { text throws(UnusableValue) in
            guard !text.isEmpty else { throw UnusableValue(text, "matches nothing; leave it out, or write * for all") }
            return GlobPattern(text)
        }
    }
}

extension SettingFormat where Value == Int {
    /// A whole number within bounds.
    static func number(in range: ClosedRange<Int>) -> SettingFormat {
        SettingFormat("number") { text throws(UnusableValue) in
            guard let number = Int(text), range.contains(number) else {
                throw UnusableValue(text, "is not a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }
}

extension SettingFormat where Value == Double {
    /// A part of a whole, large enough to get anything done.
    static var share: SettingFormat {
        SettingFormat("share") { text throws(UnusableValue) in
            guard let number = Double(text), number >= 0.001, number <= 1 else {
                throw UnusableValue(text, "is not a number from 0.001 to 1; write it like 0.1")
            }
            return number
        }
    }
}

extension SettingFormat where Value == Bool {
    static var switchPosition: SettingFormat {
        SettingFormat("true|false") { text throws(UnusableValue) in
            guard let position = Bool(text) else { throw UnusableValue(text, "is neither true nor false") }
            return position
        }
    }
}

extension SettingFormat where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of a few words.
    static var choice: SettingFormat {
        let words = Value.allCases.map(\.rawValue)
        return SettingFormat(words.joined(separator: "|"), show: \.rawValue) { text throws(UnusableValue) in
            guard let value = Value(rawValue: text) else {
                throw UnusableValue(
                    text, "is not a choice; write \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")")
            }
            return value
        }
    }
}
