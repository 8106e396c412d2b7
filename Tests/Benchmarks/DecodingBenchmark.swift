import Curl
import LiteLLMAdmin

/// Decoding pages of 100 rows as the simulator sends them, through `AdminAPI` with a transport that answers at once.
enum DecodingBenchmark {
    static func run(_ simulator: Programs.Simulator) async throws -> Table {
        var table = Table("Decoding", "page", "size", "time", "CPU", "CPU, least to most", "CPU a row", "MB/s")
        let client = HTTPClient()
        for isKeys in [false, true] {
            let path =
                isKeys
                ? "/key/list?return_full_object=true&page=2&size=100&sort_by=token&sort_order=asc"
                : "/v2/team/list?page=2&page_size=100&sort_by=team_id&sort_order=asc"
            var request = HTTPClient.Request(url: simulator.url + path)
            request.headers = [HTTPClient.Header("Authorization", "Bearer " + simulator.key)]
            let response = try await client.execute(request)
            let api = AdminAPI(
                AdminAPI.Configuration(baseURL: try BaseURL(simulator.url)),
                credential: .fixed(Secret(simulator.key)),
                transport: { (_: HTTPClient.Request) throws(TransferError) in response })
            let page = PageRequest(number: 2, size: 100)
            let pages = 50
            let measured = try await Measurement.of(rounds: 7, prepare: { _ in }) { _ in
                var rows = 0
                for _ in 0..<pages {
                    rows += isKeys ? try await api.keys(page).rows.count : try await api.teams(page).rows.count
                }
                precondition(rows == pages * 100, "the simulator sent another page")
            }
            let cpu = measured.medianCPU / Double(pages)
            table.add(
                isKeys ? "`/key/list`, 100 full objects" : "`/v2/team/list`, 100 teams",
                "\(response.body.count / 1000) kB", "\((measured.medianWall / Double(pages) * 1e3).figure) ms",
                "\((cpu * 1e3).figure) ms",
                "\((measured.cpu[0] / Double(pages) * 1e3).figure) to "
                    + "\(((measured.cpu.last ?? 0) / Double(pages) * 1e3).figure) ms",
                "\((cpu / 100 * 1e6).figure) us", "\((Double(response.body.count) / cpu / 1e6).figure)")
        }
        return table
    }
}
