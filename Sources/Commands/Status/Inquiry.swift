import Curl
import FoundationEssentials
import Polling
import Serving

/// Asks a running exporter how teams stand, and where none tells, the proxy itself.
struct Inquiry {
    /// The proxy, once it is known how to reach it.
    struct Proxy {
        let url: String
        let report: () async -> Report
    }

    /// Where a running exporter is looked for.
    let address: ListenAddress
    /// Of the exporter there, such as `http://127.0.0.1:4004`.
    let url: String
    let get: (_ path: String) async throws(TransferError) -> HTTPClient.Response
    /// Nil when no proxy is named; a ``SettingError`` where it is not enough to ask it.
    let proxy: () throws(SettingError) -> Proxy?

    func standings() async throws(StatusError) -> Standings {
        let silence: ExporterSilence
        do throws(ExporterSilence) { return try await askExporter() } catch { silence = error }
        let proxy: Proxy?
        do throws(SettingError) { proxy = try self.proxy() } catch {
            throw .nobodyTells(exporter: silence, proxy: "\(error)")
        }
        guard let proxy else { throw .noProxyNamed(exporter: silence) }
        return try Standings(await proxy.report(), proxyURL: proxy.url, because: silence)
    }

    private func askExporter() async throws(ExporterSilence) -> Standings {
        guard address.port != 0 else { throw .addressUnknown }
        let response: HTTPClient.Response
        do throws(TransferError) { response = try await get("/api/v1/teams") } catch {
            throw .unreachable(url: url, "\(error)")
        }
        let decoder = JSONDecoder()
        let body = Data(response.body)
        switch response.status {
        case 200:
            guard let answer = try? decoder.decode(TeamsAnswer.self, from: body) else {
                throw .stranger(url: url, status: 200)
            }
            if let obstacle = answer.obstacle { throw .notReady(url: url, obstacle) }
            return answer.standings(from: url)
        case 401: throw .locked(url: url)
        case 503:
            let refusal = try? decoder.decode([String: String].self, from: body)
            let sentence = refusal?["error"] ?? "it answered 503"
            throw .notReady(url: url, sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence)
        default:
            throw .stranger(url: url, status: response.status)
        }
    }
}
