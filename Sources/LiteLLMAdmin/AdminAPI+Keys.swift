import Curl
import Hashing

extension AdminAPI {
    /// A page of all keys with their budgets, in the order of their hashes.
    ///
    /// Proxies from before whole keys could be listed refuse the question, or list hashes all the same, which is an error
    /// too.
    public func keys(_ page: PageRequest) async throws(AdminError) -> Page<KeyRow> {
        let body = try await get(
            .keyList,
            [
                ("return_full_object", "true"), ("page", "\(page.number)"), ("size", "\(page.size)"),
                ("sort_by", "token"), ("sort_order", "asc"),
            ], as: KeyListBody.self)
        if let first = body.keys.first, case .hash = first {
            throw AdminError(
                .keyList, .badResponse, status: 200,
                explanation: "this proxy lists only the hashes of keys; it is from before LiteLLM 1.61",
                unavailability: .parametersMissing)
        }
        let rows = body.keys.compactMap(\.row)
        return Page(rows: rows, badElements: body.keys.count - rows.count, totalPages: body.totalPages)
    }

    /// A page of the hashes of all keys, in no order that could be relied on: what proxies tell that do not list whole
    /// keys.
    public func keyHashes(_ page: PageRequest) async throws(AdminError) -> Page<String> {
        // They refuse parameters that they do not know.
        let body = try await get(
            .keyList, [("page", "\(page.number)"), ("size", "\(page.size)")], as: KeyListBody.self)
        let hashes = body.keys.compactMap(\.hash)
        return Page(rows: hashes, badElements: body.keys.count - hashes.count, totalPages: body.totalPages)
    }

    /// The key with this hash. Deleted keys answer too, with the status `deleted`.
    public func key(hash: String) async throws(AdminError) -> KeyRow {
        let body = try await get(.keyInfo, [("key", hash)], as: KeyInfoBody.self)
        // Without the question LiteLLM tells of the exporter's own key.
        guard body.mayBe(about: hash) else { throw AdminError(answeringAnotherQuestion: .keyInfo) }
        return body.info
    }

    /// The hash under which LiteLLM keeps the exporter's own key, worked out without asking; nil while there is no key.
    public var ownKeyHash: String? { (try? credential.secret()).map { SHA256.hexDigest($0.reveal()) } }

    /// The key that the exporter itself uses, and its hash. The master key has no entry: 404.
    public func ownKey() async throws(AdminError) -> (hash: String?, row: KeyRow) {
        let body = try await get(.keyInfo, as: KeyInfoBody.self)
        // LiteLLM echoes what it was asked for; only a hash may go any further.
        let hash = body.key.flatMap { KeyHash.isHash($0) ? $0 : nil }
        return (hash, body.info)
    }
}

/// The form of LiteLLM's key identifiers.
public enum KeyHash {
    /// Whether the text is a SHA-256 in lower-case hexadecimal, and so no key.
    public static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
