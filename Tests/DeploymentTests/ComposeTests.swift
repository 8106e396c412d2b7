import Catalogue
import FoundationEssentials
import LiteLLMAdmin
import Serving
import TestSupport
import Testing
import Yams

@testable import Commands

/// What compose.yaml and the Dockerfile say of the program, and of each other's files, is so.
@Suite("Compose file and image") struct ComposeTests {
    private static let compose = Manifest(path: "compose.yaml")
    private static let dockerfile = Manifest(path: "Dockerfile")

    /// The services by their names.
    private func services() throws -> [String: Node] {
        let services = try #require(try Self.compose.value("services")?.mapping)
        return Dictionary(uniqueKeysWithValues: services.map { ($0.key.string ?? "", $0.value) })
    }

    /// What follows a word at the start of a line of the Dockerfile.
    private func instructions(_ word: String) -> [String] {
        Self.dockerfile.text.split(separator: "\n").filter { $0.hasPrefix(word + " ") }
            .map { String($0.dropFirst(word.count + 1)) }
    }

    @Test("the program knows the variables that the compose file gives it, and takes them")
    func variables() throws {
        let exporter = try #require(try services()["exporter"])
        let members = try #require(exporter["environment"]?.mapping)
        let environment = Dictionary(
            uniqueKeysWithValues: members.map { ($0.key.string ?? "", $0.value.string ?? "") })
        let known = Set(Settings.declarations.compactMap(\.variable))
        #expect(Set(environment.keys).subtracting(known) == [])
        let settings = try Settings.taken(environment: environment)
        let mounts = exporter["volumes"]?.array().compactMap(\.string) ?? []
        let keyFile = try #require(settings.litellm.apiKeyFile)
        #expect(
            mounts.contains { keyFile.hasPrefix($0.split(separator: ":")[1] + "/") },
            "nothing is mounted for \(keyFile)")
        #expect(
            exporter["ports"]?.array().compactMap(\.string) == ["127.0.0.1:4004:\(settings.web.listenAddress.port)"])
    }

    @Test("every file that a service mounts is there")
    func mounts() throws {
        let volumes = try #require(try Self.compose.value("volumes")?.mapping).map { $0.key.string ?? "" }
        for (name, service) in try services() {
            for mount in service["volumes"]?.array().compactMap(\.string) ?? [] {
                let source = String(mount.prefix { $0 != ":" })
                if source.hasPrefix("./") {
                    let path = GeneratedDocument(String(source.dropFirst(2))).path
                    #expect(FileManager.default.fileExists(atPath: path), "\(name) mounts \(source)")
                } else {
                    #expect(volumes.contains(source), "\(name) mounts \(source)")
                }
            }
        }
    }

    @Test("images are pinned to a version, and nothing listens for other machines")
    func pins() throws {
        for (name, service) in try services() {
            let image = try #require(service["image"]?.string)
            let tag = image.split(separator: ":").last ?? ""
            #expect(tag.split(separator: ".").count >= 2 && tag.contains(where: \.isNumber), "\(name): \(image)")
            for port in service["ports"]?.array().compactMap(\.string) ?? [] {
                #expect(port.hasPrefix("127.0.0.1:"), "\(name): \(port)")
            }
        }
    }

    @Test("names agree: of services, ports, folders, and of routes that the key is for")
    func names() throws {
        let services = try services()
        let prometheus = services["prometheus"]?["volumes"]?.array().compactMap(\.string) ?? []
        let configuration = Manifest(path: "deploy/compose/prometheus.yml")
        let job = try #require(try configuration.value("scrape_configs", 0))
        #expect(job["job_name"]?.string == "litellm-budget-exporter")
        #expect(job["static_configs"]?[0]?["targets"]?[0]?.string == "exporter:4004")
        let alertmanager = try configuration.value("alerting", "alertmanagers", 0, "static_configs", 0, "targets", 0)
        #expect(alertmanager?.string == "alertmanager:9093")
        for file in try #require(try configuration.value("rule_files")).array().compactMap(\.string) {
            #expect(prometheus.contains { $0.hasSuffix("/etc/prometheus/\(file):ro") })
        }
        #expect(services["exporter"] != nil && services["alertmanager"] != nil && services["prometheus"] != nil)

        let provisioned = try Manifest(path: "dashboards/provisioning/dashboards.yaml")
            .value("providers", 0, "options", "path")?.string
        let grafana = try #require(services["grafana"])
        #expect(grafana["volumes"]?.array().contains { $0.string == "./dashboards:\(provisioned ?? ""):ro" } == true)
        let home = grafana["environment"]?["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]?.string
        #expect(home == "\(provisioned ?? "")/litellm-budgets.json")
        let source = Manifest(path: "deploy/compose/grafana-datasource.yaml")
        #expect(try source.value("datasources", 0, "url")?.string == "http://prometheus:9090")

    }

    @Test("the key that it makes is for routes that the program asks and the README names")
    func routes() throws {
        let line = try #require(
            Manifest(path: "deploy/compose/prepare.py").text.split(separator: "\n").first { $0.hasPrefix("ROUTES = ") })
        let routes = line.split(separator: "\"").filter { $0.hasPrefix("/") }.map(String.init)
        #expect(routes.count == 7)
        let readme = GeneratedDocument("README.md").text
        for route in routes {
            #expect(Endpoint(rawValue: route) != nil, "the program does not ask \(route)")
            #expect(readme.contains(route), "the README does not name \(route)")
        }
    }

    @Test("the image tells its version, and is of the user, port and folder that everything else expects")
    func image() throws {
        #expect(instructions("ARG").contains("VERSION=\(ExporterVersion.current)"))
        #expect(try services()["exporter"]?["image"]?.string == "litellm-budget-exporter:\(ExporterVersion.current)")
        let user = try Manifest.kubernetes("deployment").value(
            "spec", "template", "spec", "securityContext", "runAsUser")
        #expect(instructions("USER") == ["\(user?.int ?? 0):\(user?.int ?? 0)"])
        #expect(instructions("EXPOSE") == ["\(try Settings.taken().web.listenAddress.port)"])
        #expect(instructions("ENTRYPOINT") == ["[\"/usr/bin/litellm-budget-exporter\"]"])
        let state = instructions("VOLUME")
        #expect(instructions("ENV") == state.map { "STATE_DIRECTORY=\($0)" })
        let mounted = try Manifest.kubernetes("deployment")
            .value("spec", "template", "spec", "containers", 0, "volumeMounts")?.array()
            .compactMap { $0["mountPath"]?.string }
        #expect(mounted?.contains(state.first ?? "") == true)
        #expect(
            try services()["exporter"]?["volumes"]?.array().contains { $0.string == "state:\(state.first ?? "")" }
                == true)
    }
}
