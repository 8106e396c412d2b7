import TestSupport
import Yams

/// A file below `deploy/`, as an operator applies it.
struct Manifest {
    let path: String

    static let kubernetes = ["deployment", "persistentvolumeclaim", "service", "networkpolicy", "servicemonitor"]
        .map { Manifest(path: "deploy/kubernetes/\($0).yaml") }
    static let kustomization = Manifest(path: "deploy/kubernetes/kustomization.yaml")
    static let prometheusRule = Manifest(path: "deploy/kubernetes/prometheusrule.yaml")
    static let unit = Manifest(path: "deploy/systemd/litellm-budget-exporter.service")
    static let settings = ["kubernetes", "systemd"].map { Manifest(path: "deploy/\($0)/exporter.yaml") }

    static func kubernetes(_ name: String) -> Manifest {
        Manifest(path: "deploy/kubernetes/\(name).yaml")
    }

    var text: String { GeneratedDocument(path).text }
    var fullPath: String { GeneratedDocument(path).path }

    /// What stands at a place in a file of YAML: names of members, and numbers of elements.
    func value(_ place: any YAMLPlace...) throws -> Node? {
        var node = try Yams.compose(yaml: text)
        for step in place { node = node.flatMap { step.step(into: $0) } }
        return node
    }
}

/// A step into a document of YAML.
protocol YAMLPlace {
    func step(into node: Node) -> Node?
}

extension String: YAMLPlace {
    func step(into node: Node) -> Node? { node.mapping?[Node(self)] }
}

extension Int: YAMLPlace {
    func step(into node: Node) -> Node? {
        guard let sequence = node.sequence, sequence.indices.contains(self) else { return nil }
        return sequence[self]
    }
}
