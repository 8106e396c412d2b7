import Yams

/// The Prometheus configuration that people copy.
struct ScrapeExample: Decodable {
    struct Job: Decodable {
        let name: String
        let interval: String

        private enum CodingKeys: String, CodingKey {
            case name = "job_name"
            case interval = "scrape_interval"
        }
    }

    let jobs: [Job]

    private enum CodingKeys: String, CodingKey {
        case jobs = "scrape_configs"
    }

    static let path = "alerts/prometheus.example.yml"

    static func read() throws -> ScrapeExample {
        try YAMLDecoder().decode(from: Repository.text(path))
    }

    /// How often the exporter is scraped.
    var scrapeInterval: PromQLDuration? {
        jobs.first { $0.name == "litellm-budget-exporter" }.flatMap { PromQLDuration($0.interval) }
    }
}
