import Curl
import FoundationEssentials
import Testing

extension EndToEndTests {
    /// `status` against exporters and proxies that really run.
    @Suite("Status")
    struct StatusTests {
        private struct Document: Decodable {
            let origin: String
            let teams: [[String: Value]]
        }

        /// What a member of a team can be.
        private enum Value: Decodable, Equatable {
            case text(String)
            case number(Double)
            case flag(Bool)
            case byWindow([String: Value])
            case list([Value])
            case null

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if container.decodeNil() {
                    self = .null
                } else if let flag = try? container.decode(Bool.self) {
                    self = .flag(flag)
                } else if let number = try? container.decode(Double.self) {
                    self = .number(number)
                } else if let text = try? container.decode(String.self) {
                    self = .text(text)
                } else if let list = try? container.decode([Value].self) {
                    self = .list(list)
                } else {
                    self = .byWindow(try container.decode([String: Value].self))
                }
            }
        }

        @Test("A running exporter is asked, and its teams come out as it tells them")
        func exporter() async throws {
            try await RunningExporter.with(["demo"]) { exporter in
                // An exporter that has just been started answers 503.
                try await waitUntil("a first reading") {
                    let answer = try await exporter.get("/api/v1/teams")
                    return String(decoding: answer.body, as: UTF8.self).contains(#""ready":true"#)
                }
                let address = "--web.listen-address=\(exporter.url.dropFirst("http://".count))"
                let screen = try await Program.exporter(["status", address], environment: ["COLUMNS": "100"]).run()
                #expect(screen.status == 0, "\(screen.errors)")
                #expect(screen.errors == "")
                let lines = screen.output.split(separator: "\n")
                #expect(lines.first?.hasPrefix("12 teams: ") == true, "\(screen.output)")
                #expect(lines.dropFirst().first?.hasPrefix("From the exporter at \(exporter.url), read ") == true)
                #expect(lines.count == 3 + 12)
                #expect(lines.contains { $0.hasPrefix("Marketing copy ") && $0.hasSuffix("exhausted") })
                #expect(!screen.output.utf8.contains(0x1B), "a pipe has no colours")

                let one = try await Program.exporter(["status", address, "--team=growth", "--format=json"]).run()
                #expect(one.status == 0, "\(one.errors)")
                let document = try JSONDecoder().decode(Document.self, from: Data(one.output.utf8))
                let told = try await exporter.get("/api/v1/teams").body
                struct Answer: Decodable { let teams: [[String: Value]] }
                let teams = try JSONDecoder().decode(Answer.self, from: Data(told)).teams
                #expect(document.origin == "exporter")
                #expect(document.teams.count == 1)
                let member = try #require(document.teams.first)
                let its = try #require(teams.first { $0["team_id"] == member["team_id"] })
                #expect(Set(member.keys) == Set(its.keys), "members as the exporter has them")
                #expect(member["team_alias"] == .text("Growth"))
                guard case .number = member["spend_total_usd"], case .byWindow = member["rates_usd_per_second"] else {
                    Issue.record("no history in \(one.output)")
                    return
                }

                let none = try await Program.exporter(["status", address, "--team=growht"]).run()
                #expect(none.status == 1)
                #expect(none.output == "")
                #expect(none.errors.contains(#"did you mean "Growth"?"#), "\(none.errors)")
            }
        }

        @Test("Where no exporter runs, the proxy is asked")
        func proxy() async throws {
            try await Simulator.with { simulator in
                let nobody = "--web.listen-address=127.0.0.1:1"
                let screen = try await simulator.exporter(["status", nobody]).run()
                #expect(screen.status == 0, "\(screen.errors)")
                #expect(screen.output.hasPrefix("12 teams: "), "\(screen.output)")
                let words = screen.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
                #expect(words.contains("itself, as no exporter answers at http://127.0.0.1:1"), "\(screen.output)")
            }
        }

        @Test("Where there is neither, one line tells both ways out")
        func neither() async throws {
            let outcome = try await Program.exporter(["status", "--web.listen-address=127.0.0.1:1"]).run()
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(outcome.errors.split(separator: "\n").count == 1)
            #expect(outcome.errors.contains("--web.listen-address") && outcome.errors.contains("--litellm.url"))
        }
    }
}
