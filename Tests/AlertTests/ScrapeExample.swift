import Yams

/// The Prometheus configuration that people copy.
struct ScrapeExample: Decodable {
    struct Job: Decodable {
        let job_name: String
        let scrape_interval: String
    }

    let scrape_configs: [Job]

    static let path = "alerts/prometheus.example.yml"

    static func read() throws -> ScrapeExample {
        try YAMLDecoder().decode(from: Repository.text(path))
    }

    /// How often the exporter is scraped.
    var scrapeInterval: PromQLDuration? {
        scrape_configs.first { $0.job_name == "litellm-budget-exporter" }.flatMap { PromQLDuration($0.scrape_interval) }
    }
}
