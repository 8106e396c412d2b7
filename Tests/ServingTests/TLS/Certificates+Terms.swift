import Curl
import FoundationEssentials
import Serving
import TestSupport

extension Certificates {
    var terms: WebConfiguration.TLS {
        WebConfiguration.TLS(
            certificate: .init(.file(path: folder.path("server.pem")), place: "cert_file"),
            key: .init(.file(path: folder.path("server.key")), place: "key_file"))
    }

    var inlineTerms: WebConfiguration.TLS {
        get throws {
            func contents(_ name: String) throws -> String {
                try String(contentsOf: URL(filePath: folder.path(name)), encoding: .utf8)
            }
            return WebConfiguration.TLS(
                certificate: .init(.inline(try contents("server.pem")), place: "cert"),
                key: .init(.inline(try contents("server.key")), place: "key"))
        }
    }

    func pair(_ name: String) -> HTTPClient.ClientCertificate {
        HTTPClient.ClientCertificate(certificateFile: folder.path("\(name).pem"), keyFile: folder.path("\(name).key"))
    }
}
